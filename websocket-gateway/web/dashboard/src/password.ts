/** What a password must be: the gateway's own rules, told while typing. Longer beats odd characters, so none are asked for. */

export const SHORTEST = 12;
const LONGEST = 256;
const FEWEST_DISTINCT = 5;

/** The gateway knows some more. */
const MOST_USED =
  /^(password|passwort|123456789|abcdefgh|qwert[yz]ui|1q2w3e4r|iloveyou|ichliebedich|willkommen|welcome|letmein|administrator|changeme|geheim|hallohallo|aktienanalyse|adminadmin)/;

export type Rule = "length" | "varied" | "common" | "name";

export interface Verdict {
  readonly rule: Rule;
  readonly met: boolean;
}

export function verdicts(password: string, name: string): Verdict[] {
  const plain = password.toLowerCase();
  const length = [...password].length;
  const own = name.trim().toLowerCase();
  return [
    { rule: "length", met: length >= SHORTEST && password.length <= LONGEST },
    { rule: "varied", met: new Set(plain).size >= FEWEST_DISTINCT },
    { rule: "common", met: password !== "" && !MOST_USED.test(plain) },
    { rule: "name", met: password !== "" && !(own.length > 3 && plain.includes(own)) },
  ];
}

/** 0 to 4: how long it holds against guessing, by its length, as of a password that is no known phrase. */
export function strength(password: string, name: string): number {
  if (verdicts(password, name).some(({ met }) => !met)) return password === "" ? 0 : 1;
  const length = [...password].length;
  return length >= 20 ? 4 : length >= 16 ? 3 : 2;
}
