import t from 'tap';
import { readConfig } from '../src/config.ts';
import { StartupError } from '../src/startup-error.ts';

const oidc = {
  OIDC_ISSUER: 'https://login.example.se',
  OIDC_CLIENT_ID: 'insatsplan',
  OIDC_CLIENT_SECRET: 'en lång hemlighet här',
  OIDC_ROLE_MAP: 'roller.json',
};

t.test('a server that others can reach needs its https address', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    t.throws(() => readConfig({ HOST: host }), StartupError, host);
    t.equal(readConfig({ HOST: host, PUBLIC_URL: 'https://insatsplan.example.se/' }).publicUrl, 'https://insatsplan.example.se');
  }
  for (const host of ['127.0.0.1', '::1', 'localhost']) t.equal(readConfig({ HOST: host }).publicUrl, undefined, host);
  for (const url of [
    'http://insatsplan.example.se',
    'insatsplan.example.se',
    'https://example.se/insatsplan',
    'https://example.se/?x=1',
    'javascript:alert(1)',
  ])
    t.throws(() => readConfig({ PUBLIC_URL: url }), StartupError, url);
});

t.test('a proxy is named by its address', async (t) => {
  for (const proxy of ['10.0.0.5', '10.0.0.5, 2001:db8::1', '10.0.0.0/8', '2001:db8::/32', 'loopback'])
    t.equal(readConfig({ TRUST_PROXY: proxy }).trustProxy, proxy);
  for (const proxy of ['true', '1', '*', 'proxy.example.se', '10.0.0.5,', '10.0.0.0/33', '0.0.0.0/0', '::/0'])
    t.throws(() => readConfig({ TRUST_PROXY: proxy }), StartupError, proxy);
});

t.test("the city's login: all its settings or none, over https", async (t) => {
  t.equal(readConfig({}).oidc, undefined);
  t.match(readConfig(oidc).oidc, { issuer: 'https://login.example.se', scope: 'openid profile email' });
  for (const name of Object.keys(oidc)) t.throws(() => readConfig({ ...oidc, [name]: '' }), { message: new RegExp(name) }, `without ${name}`);
  for (const [issuer, allowed] of [
    ['http://localhost:4000', true],
    ['http://127.0.0.1:4000', true],
    ['http://[::1]:4000', true],
    ['http://login.example.se', false],
    ['http://localhost.example.se', false],
    ['ftp://localhost', false],
    ['login.example.se', false],
  ] as const) {
    const read = () => readConfig({ ...oidc, OIDC_ISSUER: issuer });
    if (allowed) t.equal(read().oidc?.issuer, issuer);
    else t.throws(read, StartupError, issuer);
  }
  t.throws(() => readConfig({ ...oidc, OIDC_SCOPE: 'profile' }), StartupError);
  t.throws(() => readConfig({ ...oidc, OIDC_CLIENT_SECRET: 'kort' }), StartupError);
});

t.test('how long a login lasts has its bounds', async (t) => {
  t.same(readConfig({ SESSION_IDLE_MINUTES: '15', SESSION_HOURS: '8' }).sessions, { idle: 900_000, absolute: 28_800_000 });
  for (const wrong of [{ SESSION_IDLE_MINUTES: '1' }, { SESSION_IDLE_MINUTES: '9999' }, { SESSION_HOURS: '0' }, { SESSION_HOURS: 'x' }])
    t.throws(() => readConfig(wrong), StartupError);
});
