import type { z } from 'zod';

/** What is wrong with a value's form, in Swedish for those who fill in forms; zod's own words speak of strings and arrays. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
    case 'invalid_union':
      return 'Värdet finns inte i listan.';
    case 'invalid_type':
      return 'Uppgiften saknas eller har fel form.';
    case 'unrecognized_keys':
      return 'Fältet finns inte.';
    case 'too_small':
      return issue.origin === 'string' ? 'Texten är för kort.' : issue.origin === 'array' ? 'Det behövs minst en.' : 'Talet är för litet.';
    case 'too_big':
      return issue.origin === 'string' ? 'Texten är för lång.' : issue.origin === 'array' ? 'Det är för många.' : 'Talet är för stort.';
    case 'invalid_format':
      return issue.format === 'date' ? 'Det är inget datum.' : 'Texten har fel form.';
    default:
      return `${issue.message}.`;
  }
}
