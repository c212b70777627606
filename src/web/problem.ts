import { errorCode } from '../startup-error.ts';
import { AppError, type ErrorCode, statusOf } from './errors.ts';
import { InputError, type InputFault, NotFoundError } from './input.ts';

/** What is answered when a request fails; the fields of RFC 9457 and the faults of single fields. */
export interface Problem {
  code: ErrorCode;
  status: number;
  title: string;
  detail: string;
  faults: readonly InputFault[];
}

/** Turns an error of the field (an unknown district, say) into one that has a status; undefined where it does not know the error. */
export type Translate = (error: unknown) => AppError | undefined;

const titles: Record<ErrorCode, string> = {
  bad_request: 'Förfrågan går inte att läsa',
  unauthorized: 'Logga in först',
  forbidden: 'Det här får du inte göra',
  not_found: 'Sidan finns inte',
  conflict: 'Det går inte att göra just nu',
  too_large: 'För mycket på en gång',
  unsupported_media_type: 'Formatet går inte att ta emot',
  invalid: 'Något behöver rättas',
  too_many_requests: 'För många förfrågningar',
  internal: 'Något gick fel hos oss',
  unavailable: 'Tjänsten svarar inte just nu',
};

/** Errors of the framework and of the database, by their code. */
const known: ReadonlyMap<string, [ErrorCode, string]> = new Map(
  Object.entries<[ErrorCode, string]>({
    FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'Det du skickade är för stort. Gränsen är 256 kB. Dela upp det, eller använd kommandoraden.'],
    FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Skicka formulärdata eller JSON (application/json).'],
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'Det som kom fram har inte den längd som angavs. Skicka igen.'],
    FST_ERR_CTP_EMPTY_JSON_BODY: ['bad_request', 'Förfrågan saknar innehåll. Skicka ett JSON-objekt.'],
    FST_ERR_CTP_INVALID_JSON_BODY: ['bad_request', 'Innehållet är inte giltig JSON. Rätta det och skicka igen.'],
    FST_ERR_BAD_URL: ['bad_request', 'Adressen är inte rätt skriven. Kontrollera tecken som följer på %.'],
    FST_ERR_NOT_FOUND: ['not_found', 'Det finns ingenting på den adressen. Kontrollera den, eller börja från startsidan.'],
    '22021': ['bad_request', 'Texten innehåller tecken som inte går att spara. Skriv om den utan dem, eller klistra in den som ren text.'],
    '22P05': ['bad_request', 'Texten innehåller tecken som inte går att spara. Skriv om den utan dem, eller klistra in den som ren text.'],
    '23001': ['conflict', 'En sparad version ändras eller tas aldrig bort. Spara en ny version i stället.'],
    '23505': ['conflict', 'Det du ville spara finns redan. Läs in sidan igen och se vad som är sparat.'],
    '40001': ['conflict', 'Någon annan ändrade samtidigt. Läs in sidan igen och försök på nytt.'],
    '40P01': ['conflict', 'Någon annan ändrade samtidigt. Läs in sidan igen och försök på nytt.'],
    ECONNREFUSED: ['unavailable', 'Databasen svarar inte. Försök igen om en stund.'],
    CONNECTION_CLOSED: ['unavailable', 'Databasen svarar inte. Försök igen om en stund.'],
    CONNECTION_ENDED: ['unavailable', 'Databasen svarar inte. Försök igen om en stund.'],
    CONNECT_TIMEOUT: ['unavailable', 'Databasen svarar inte. Försök igen om en stund.'],
    '57P01': ['unavailable', 'Databasen svarar inte. Försök igen om en stund.'],
  }),
);

/** The one place where an error gets its status. What is not known becomes 500, and tells the person nothing of the program's inside. */
export function toProblem(error: unknown, translate: Translate = () => undefined): Problem {
  if (error instanceof AppError) return problem(error.code, error.message, error.faults);
  if (error instanceof InputError) return problem('bad_request', 'Kontrollera det du angav.', error.faults);
  if (error instanceof NotFoundError) return problem('not_found', error.message);
  const translated = translate(error);
  if (translated) return problem(translated.code, translated.message, translated.faults);
  const [code, detail] = known.get(errorCode(error)) ?? byStatus(error);
  return problem(code, detail);
}

function problem(code: ErrorCode, detail: string, faults: readonly InputFault[] = []): Problem {
  return { code, status: statusOf[code], title: titles[code], detail, faults };
}

function byStatus(error: unknown): [ErrorCode, string] {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return ['not_found', 'Det finns ingenting på den adressen. Kontrollera den, eller börja från startsidan.'];
  if (status === 413) return ['too_large', 'Det du skickade är för stort. Dela upp det och skicka igen.'];
  if (status === 415) return ['unsupported_media_type', 'Skicka formulärdata eller JSON (application/json).'];
  if (status === 429) return ['too_many_requests', 'Vänta en minut och försök igen.'];
  if (typeof status === 'number' && status >= 400 && status < 500)
    return ['bad_request', 'Förfrågan går inte att läsa. Kontrollera adressen och det du angav.'];
  return ['internal', 'Felet är antecknat i serverns logg. Försök igen; hjälper det inte, kontakta den som sköter Insatsplan.'];
}
