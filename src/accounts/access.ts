import type { Access, AccessTable } from './authorise.ts';
import type { Action } from './permissions.ts';

const read: Access = { action: 'knowledge.read', district: 'none' };
const proposal = (action: Action): Access => ({ action, district: 'proposal' });
const district = (action: Action): Access => ({ action, district: 'address' });
const anywhere = (action: Action): Access => ({ action, district: 'none' });

/** What every address asks for. The start checks it against the routes in both directions; a star stands for the rest of an address. */
export const accessTable: AccessTable = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /assets/*': 'public',
  // Ask for a secret of their own: src/operation/metrics-routes.ts and backup-routes.ts.
  'GET /metrics': 'public',
  'GET /drift/sakerhetskopia/lokal': 'public',
  'GET /logga-in': 'public',
  'POST /logga-in': 'public',
  'GET /valkommen/:token': 'public',
  'POST /valkommen/:token': 'public',
  'POST /logga-ut': 'public',
  'GET /mitt-konto': read,
  'POST /mitt-konto/losenord': read,
  'POST /mitt-konto/logga-ut-overallt': read,
  'POST /session': read,

  'GET /konton': anywhere('accounts.manage'),
  'POST /konton': anywhere('accounts.manage'),
  'GET /konton/:account': anywhere('accounts.manage'),
  'POST /konton/:account': anywhere('accounts.manage'),
  'POST /konton/:account/lank': anywhere('accounts.manage'),
  'POST /konton/:account/stang': anywhere('accounts.manage'),
  'POST /konton/:account/oppna': anywhere('accounts.manage'),

  'GET /exempeldata': anywhere('example.manage'),
  'POST /exempeldata': anywhere('example.manage'),
  'GET /exempeldata/ta-bort': anywhere('example.manage'),
  'POST /exempeldata/ta-bort': anywhere('example.manage'),

  'GET /drift/sakerhetskopia': anywhere('operation.backup'),

  'GET /': read,
  'GET /katalog': read,
  'GET /katalog.csv': read,
  'GET /katalog/bild.svg': read,
  'GET /insatser/:id': read,
  'GET /insatser/:id/varfor': read,
  'GET /metod': read,
  'GET /metod/regler': read,
  'GET /metod/kallor': read,
  'GET /api': read,
  'GET /api/v1/*': read,
  'POST /api/v1/assess': read,
  'POST /api/v1/propose': read,
  'GET /stadsdelar': read,
  'GET /stadsdelar/:id': read,

  'GET /stadsdelar/:id/nulage': district('current_state.read'),
  'GET /stadsdelar/:id/nulage/mall.xlsx': district('current_state.read'),
  'GET /stadsdelar/:id/nulage/mall.csv': district('current_state.read'),
  'GET /stadsdelar/:id/nulage/uppgifter.xlsx': district('current_state.read'),
  'GET /stadsdelar/:id/nulage/uppgifter.csv': district('current_state.read'),
  'POST /stadsdelar/:id/nulage': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/rad/:insats': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/angra': district('current_state.edit'),
  'GET /stadsdelar/:id/nulage/import': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/import': district('current_state.edit'),
  'GET /stadsdelar/:id/nulage/import/:import': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/import/:import/bekrafta': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/import/:import/angra': district('current_state.edit'),
  'POST /stadsdelar/:id/nulage/import/:import/granska': district('current_state.edit'),

  'GET /forslag': anywhere('proposal.read'),
  'POST /forslag': { action: 'proposal.create', district: 'form' },
  'GET /forslag/:id': proposal('proposal.read'),
  'GET /forslag/:id/*': proposal('proposal.read'),
  'POST /forslag/:id/rader/:insats/:group': proposal('proposal.edit'),
  'POST /forslag/:id/rader/:insats/:group/ta-bort': proposal('proposal.edit'),
  'POST /forslag/:id/rader/:insats/:group/lagg-till': proposal('proposal.edit'),
  'POST /forslag/:id/lagg-till/:insats/:group': proposal('proposal.edit'),
  'POST /forslag/:id/flera': proposal('proposal.edit'),
  'POST /forslag/:id/flera/:change/angra': proposal('proposal.edit'),
  'POST /forslag/:id/dokument': proposal('proposal.edit'),
  'POST /forslag/:id/dokument/:part': proposal('proposal.edit'),
  'POST /forslag/:id/ekonomi/:scenario': proposal('proposal.edit'),
  'POST /forslag/:id/ekonomi/:scenario/ta-bort': proposal('proposal.edit'),
  'POST /forslag/:id/versioner': proposal('proposal.version'),
  'POST /forslag/:id/omprovning': proposal('proposal.version'),
  'POST /forslag/:id/klar': proposal('proposal.version'),
  'POST /forslag/:id/inte-klar': proposal('proposal.version'),

  'GET /stadsexport': anywhere('city.export'),
  'POST /stadsexport': anywhere('city.export'),
  'GET /stadsexport/:id': anywhere('city.export'),
  'POST /stadsexport/:id/avbryt': anywhere('city.export'),
  'GET /stadsexport/:id/fil.zip': anywhere('city.export'),
};
