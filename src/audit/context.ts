import { AsyncLocalStorage } from 'node:async_hooks';

/** Who does what is under way, for the trail. */
export interface AuditContext {
  /** Null for the one at the machine, and for the program itself. */
  account: string | null;
  /** The roles that the account has in a district, or anywhere where none is named. */
  rolesIn(district: string | null): readonly string[];
  requestId: string;
}

const storage = new AsyncLocalStorage<AuditContext>();
const program: AuditContext = { account: null, rolesIn: () => [], requestId: `process-${process.pid}` };

/** Does something in somebody's name. */
export const inNameOf = <T>(context: AuditContext, work: () => T): T => storage.run(context, work);
/** In whose name the program works right now; outside a request its own. */
export const currentContext = (): AuditContext => storage.getStore() ?? program;
