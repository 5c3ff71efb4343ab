import { accept, existing, refuse, type Decision, type Placed } from '#streams';
import type { NameEvent, NameHolder } from './names.js';

export type NameCommand =
  /** `renews`: a claim that stands is claimed anew, because what is to have it is yet to be made. */
  | { readonly type: 'ClaimName'; readonly name: string; readonly holder: NameHolder; readonly renews: boolean }
  /** Of the claim with that revision and no other. */
  | { readonly type: 'ReleaseName'; readonly claim: string };

/** JSON, because the directory keeps it as a row. */
export type ClaimedName = {
  readonly name: string;
  /** Null where the name is free again. */
  readonly holder: NameHolder | null;
  /** Revision of the last claim. */
  readonly claim: string;
  readonly claimed_at: string;
};

export type NameRefusal = 'NAME_TAKEN';

export function decideName(command: NameCommand, claimed: ClaimedName | undefined): Decision<NameEvent, NameRefusal> {
  const today = claimed?.holder ?? undefined;
  if (command.type === 'ReleaseName') {
    const isThat = claimed && today !== undefined && claimed.claim === command.claim;
    return isThat ? accept({ type: 'NameReleased', data: { name: claimed.name } }) : accept();
  }
  const { name, holder, renews } = command;
  if (today !== undefined && today !== holder) return nameTaken(name, today);
  if (today !== undefined && !renews) return accept();
  return accept({ type: 'NameClaimed', data: { name, holder } });
}

export function evolveName(claimed: ClaimedName | undefined, event: NameEvent, { revision, at }: Placed): ClaimedName {
  if (event.type === 'NameReleased') return { ...existing(claimed, event.type), holder: null };
  return { ...event.data, claim: String(revision), claimed_at: at };
}

/** The field is the part of the path that names what was to be made. An alias can make room: who calls it is told how. */
export function nameTaken(name: string, holder: NameHolder) {
  const isTaken = `${name} is ${ARTICLE[holder]}: a name means one thing`;
  if (holder === 'model') return refuse('NAME_TAKEN' as const, isTaken, 'name');
  const howToMove = `To move the alias away, put one of another name on its targets (PUT /admin/aliases/…), then DELETE /admin/aliases/${name}`;
  return refuse('NAME_TAKEN' as const, `${isTaken}. ${howToMove}`, 'id');
}

const ARTICLE = { model: 'a model', alias: 'an alias' } as const;
