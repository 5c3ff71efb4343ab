import { findingRecord, type Audited, type Comparison, type Findings } from '#audit';
import { grouped, plural } from './output.js';

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
