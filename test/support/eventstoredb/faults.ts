/** What the server gets wrong. Everything is off to begin with; tests and the control port change it while the server runs. */
export class Faults {
  /** So many of the next appends are written and never answered. */
  lostAcks = 0;
  /** So many of the next appends are neither written nor answered. */
  lostAppends = 0;
  /** So many of the next appends are refused as by a server that is busy, not ready, or without a leader: nobody has handled them. */
  busyAppends = 0;
  /** Answers of appends wait this long. */
  ackDelayMs = 0;
  /** Refusals do not wait with the answers that were given before them. */
  errorsOvertake = false;
  /** The fields of a wrong version say something that is not so. */
  wrongVersionFields = false;
  /** So many of the next batch-append messages break their call, and with it every append that is pending on it. */
  brokenCalls = 0;
  /** So many of the next batch-append messages make the server end its half of the call, unanswered. */
  halfCloses = 0;
  /** So many of the next batch-append messages make their call go dead: it stays open, and the server hears nothing of it any longer. */
  deadCalls = 0;
  /** So many of the next reads are answered as by a server that is shutting down. */
  refusedReads = 0;
  /** Nobody is told who the leader is. */
  noGossip = false;
  /** Reads wait this long before they begin. */
  readDelayMs = 0;
  /** Subscriptions report, at once, that they have come to where no event stands yet. */
  wrongCheckpoints = false;
  /** Subscriptions stay open and tell nothing. */
  silentSubscriptions = false;
  /** Nobody may read `$all`. */
  noRightsToAll = false;
  /** `$all` shows events only so much later than their streams do. */
  allLagMs = 0;

  /** One of a number that is used up: true while there is any left. */
  take(which: 'lostAcks' | 'lostAppends' | 'busyAppends' | 'brokenCalls' | 'halfCloses' | 'deadCalls' | 'refusedReads'): boolean {
    if (this[which] <= 0) return false;
    this[which] -= 1;
    return true;
  }
}
