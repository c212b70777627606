import type { Generated } from 'kysely';

export interface ExampleTables {
  example_data: ExampleDataTable;
}

/** One row where everything in the database is made up. */
interface ExampleDataTable {
  only_one: Generated<boolean>;
  loaded_at: Generated<Date>;
}
