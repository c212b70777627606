import t from 'tap';
import { describeError } from '../../src/web/logging.ts';

t.test('an error in the log says what and where, never what somebody wrote', async (t) => {
  const secret = '19121212-1212 Signe';
  const error = new Error(`invalid input syntax for type integer: "${secret}"\n    at ${secret} (file:///tmp/x.ts:1:1)`, {
    cause: new SyntaxError(`Unexpected ${secret}`),
  });
  Object.assign(error, { code: '22P02', constraint_name: 'working_line_stage', detail: secret, parameters: [secret], query: secret, table_name: secret });
  const described = describeError(error);
  t.notOk(JSON.stringify(described).includes('Signe'));
  t.match(described, { type: 'Error', message: '22P02', constraint_name: 'working_line_stage', cause: { type: 'SyntaxError' } });
  t.match(described.stack, /^test\/web\/logging\.test\.ts:\d+:\d+/, 'it begins where the error was made');
  t.match(describeError(secret), { type: 'string', message: '' });
});
