// A real, OpenID-certified provider (npm oidc-provider) dressed as ID-porten and as HelseID, with a switch that makes it misbehave.
// Started once per test session: reads its clients as JSON on standard input, prints {"idporten", "helseid", "control"} and serves.
//
// POST <control>/switch  {"account", "level", "amr", "claims", "header", "sign", "answer", "hang", "document", "jwks"}   what happens from now on
// POST <control>/rotate  {"issuer", "keep"}            new signing key; the old one stays published when keep is true
// POST <control>/mint    {"issuer", "header", "claims", "sign"}   any token, signed as asked
import { createServer } from 'node:http';
import { createHash, createHmac, createPublicKey, randomBytes } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, CompactSign } from 'jose';
import Provider from 'oidc-provider';

const HELSEID = 'helseid://claims/';
const read = async (stream) => { let text = ''; for await (const part of stream) text += part; return JSON.parse(text || '{}'); };
const { clients } = await read(process.stdin);

const honest = () => ({ account: '12848020026', level: null, amr: ['BankID'], claims: {}, header: {}, sign: 'own', answer: {}, hang: [], document: {}, jwks: null });
let misbehaviour = honest();

async function newKey(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...await exportJWK(privateKey), kid: randomBytes(6).toString('hex'), use: 'sig', alg };
}

const KINDS = {
  idporten: {
    alg: 'RS256',
    level: 'idporten-loa-high',
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub', 'pid', 'acr', 'amr', 'auth_time', 'sid', 'locale'] },
    person: (pid, level) => ({ pid, locale: 'nb' }),
    clientAlgs: ['RS256'],
    features: {},
  },
  helseid: {
    alg: 'PS256',
    level: '4',
    scopes: ['openid', 'profile', 'helseid://scopes/identity/pid', 'helseid://scopes/identity/security_level', 'helseid://scopes/hpr/hpr_number'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
      profile: ['name'],
      'helseid://scopes/identity/pid': [`${HELSEID}identity/pid`],
      'helseid://scopes/identity/security_level': [`${HELSEID}identity/security_level`],
      'helseid://scopes/hpr/hpr_number': [`${HELSEID}hpr/hpr_number`],
    },
    person: (pid, level) => ({
      name: 'GRØNN VITS',
      [`${HELSEID}identity/pid`]: pid,
      [`${HELSEID}identity/security_level`]: level,
      [`${HELSEID}hpr/hpr_number`]: '565505933',
    }),
    clientAlgs: ['PS256'],
    features: { dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true } },
  },
};

function configuration(kind, keys) {
  return {
    clients: clients.filter((client) => client.provider === kind.name).map(({ provider, ...client }) => ({
      token_endpoint_auth_method: 'private_key_jwt',
      id_token_signed_response_alg: kind.alg,
      require_auth_time: true,
      backchannel_logout_session_required: true,
      ...client,
    })),
    jwks: { keys },
    scopes: kind.scopes,
    claims: kind.claims,
    acrValues: ['idporten-loa-substantial', 'idporten-loa-high', 'Level3', 'Level4'],
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: kind.clientAlgs, idTokenSigningAlgValues: [kind.alg] },
    pkce: { required: () => true },
    // ID-porten's id_token lives for two minutes.
    ttl: { IdToken: 120, AccessToken: 120, AuthorizationCode: 60, Grant: 7200, Interaction: 600, Session: 7200 },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    routes: { authorization: '/authorize', pushed_authorization_request: '/par', token: '/token', jwks: '/jwks', end_session: '/logout' },
    discovery: { ui_locales_supported: ['nb', 'nn', 'en', 'se'] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: kind.name === 'helseid' },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = form; } },
      dPoP: { enabled: false },
      ...kind.features,
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...kind.person(id, misbehaviour.level ?? kind.level) }) }),
    renderError: (ctx, out) => { ctx.type = 'json'; ctx.body = out; },
    // Its guard against calls to this very machine would stop every back-channel call of a test.
    fetch: (url, options) => { delete options.dispatcher; return globalThis.fetch(url, options); },
  };
}

function build(kind) {
  const provider = new Provider(kind.issuer, configuration(kind, kind.keys));
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      await logIn(provider, kind, ctx);
      return;
    }
    await next();
    if (ctx.path === '/token' && ctx.body?.id_token) {
      ctx.body = { ...ctx.body, id_token: await distort(kind, ctx.body.id_token), ...misbehaviour.answer };
    }
    if (ctx.path === '/.well-known/openid-configuration') ctx.body = { ...ctx.body, ...misbehaviour.document };
    if (ctx.path === '/jwks' && misbehaviour.jwks) ctx.body = misbehaviour.jwks;
  });
  return provider;
}

async function logIn(provider, kind, ctx) {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  if (misbehaviour.account === null) {
    await provider.interactionFinished(ctx.req, ctx.res, { error: 'access_denied', error_description: 'cancelled' });
  } else {
    const grant = new provider.Grant({ accountId: misbehaviour.account, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(ctx.req, ctx.res, {
      login: { accountId: misbehaviour.account, acr: misbehaviour.level ?? kind.level, amr: misbehaviour.amr },
      consent: { grantId: await grant.save() },
    });
  }
  ctx.respond = false;
}

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function change(original, changes) {
  const changed = { ...original };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete changed[name];
    else if (typeof value === 'object' && value !== null && 'plus' in value) changed[name] = original[name] + value.plus;
    else changed[name] = value;
  }
  return changed;
}

async function distort(kind, token) {
  if (misbehaviour.sign === 'own' && !Object.keys(misbehaviour.claims).length && !Object.keys(misbehaviour.header).length) return token;
  const [header, payload] = token.split('.');
  return sign(kind, change(decode(header), misbehaviour.header), change(decode(payload), misbehaviour.claims), misbehaviour.sign);
}

async function sign(kind, header, claims, how) {
  const input = `${encode(header)}.${encode(claims)}`;
  const own = kind.keys[0];
  switch (how) {
    case 'none':
      return `${input}.`;
    case 'public-key-as-secret': {
      const pem = await exportSPKI(createPublicKey({ key: own, format: 'jwk' }));
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    }
    case 'corrupt':
      return `${input}.${createHash('sha512').update(input).digest('base64url').repeat(4).slice(0, 342)}`;
    case 'other-key':
      return compact(header, claims, await newKey(header.alg));
    default:
      return compact(header, claims, own);
  }
}

async function compact(header, claims, jwk) {
  const key = await importJWK(jwk, header.alg);
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}

async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

async function start(name) {
  const kind = { name, ...KINDS[name] };
  const { server, address } = await listen((request, response) => {
    // Hanging: the connection is taken and nothing is ever said.
    if (misbehaviour.hang.some((path) => request.url.startsWith(path))) return;
    kind.callback(request, response);
  });
  kind.issuer = address;
  kind.keys = [await newKey(kind.alg)];
  kind.callback = build(kind).callback();
  return [name, kind, server];
}

const kinds = Object.fromEntries((await Promise.all(Object.keys(KINDS).map(start))).map(([name, kind]) => [name, kind]));

const COMMANDS = {
  '/switch': async (wanted) => { misbehaviour = { ...honest(), ...wanted }; return {}; },
  '/rotate': async ({ issuer, keep }) => {
    const kind = kinds[issuer];
    kind.keys = [await newKey(kind.alg), ...(keep ? kind.keys : [])];
    kind.callback = build(kind).callback();
    return { kid: kind.keys[0].kid };
  },
  '/mint': async ({ issuer, header, claims, sign: how }) => {
    const kind = kinds[issuer];
    return { token: await sign(kind, { alg: kind.alg, kid: kind.keys[0].kid, ...header }, claims, how ?? 'own') };
  },
};

const { address: control } = await listen(async (request, response) => {
  const answer = await COMMANDS[request.url](await read(request));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});

process.stdout.write(`${JSON.stringify({ idporten: kinds.idporten.issuer, helseid: kinds.helseid.issuer, control })}\n`);
