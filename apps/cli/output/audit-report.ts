import { findingRecord, type Audited, type Comparison, type Finding } from '#audit';
import { grouped, plural } from './output.js';

/** Findings beyond the ones shown are counted, so that a file that is damaged all over does not fill the memory. */
export class Findings {
  readonly shown: Finding[] = [];
  total = 0;

  constructor(
    private readonly most: number,
    private readonly tell: (finding: Finding) => void,
  ) {}

  add(finding: Finding): void {
    this.total += 1;
    if (this.shown.length >= this.most) return;
    this.shown.push(finding);
    this.tell(finding);
  }
}

/** As `--json` shows it. */
export function auditRecord(audited: Audited, findings: Findings, comparisons?: readonly Comparison[]): object {
  return {
    holds: findings.total === 0,
    findings: findings.shown.map(findingRecord),
    findings_total: findings.total,
    events: audited.events,
    as_of_position: String(audited.position),
    charges: audited.charges,
    accounts: audited.accounts,
    open_holds: audited.openHolds,
    balanced: audited.balanced,
    currencies: audited.totals,
    ...(comparisons && { comparisons }),
  };
}

export function auditSummary(audited: Audited, findings: Findings, comparisons: readonly Comparison[] = []): string {
  const { position, events, charges, accounts, openHolds, totals } = audited;
  const looked = `${plural(events, 'event')} up to position ${grouped(position)}, ${plural(charges, 'charge')} rated again, ${plural(accounts, 'account')}, ${plural(openHolds, 'open hold')}`;
  if (findings.total > 0) {
    const more = findings.total - findings.shown.length;
    return `${plural(findings.total, 'finding')} in ${looked}${more > 0 ? ` (${grouped(more)} not shown)` : ''}`;
  }
  const balance = totals.map(({ currency, debit, credit }) => `${currency} debit ${debit} = credit ${credit}`);
  const others = comparisons.filter(({ compared }) => compared).map(({ with: store, detail }) => `Compared with the ${store}: ${detail}`);
  return [`All holds: ${looked}`, ...(balance.length > 0 ? [`Trial balance: ${balance.join(' · ')}`] : []), ...others].join('\n');
}
