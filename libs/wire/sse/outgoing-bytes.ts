/** Collects pieces in order. Pieces that lie side by side in the same memory are one run; a single run goes out as a slice, without a copy. */
export class OutgoingBytes {
  /** The memory that is collected from, and of the runs in it each start and end. */
  private memory: ArrayBufferLike | undefined;
  private runs: number[] = [];
  private start = 0;
  private end = 0;
  /** What was collected from other memory before. */
  private earlier: Buffer[] | undefined;

  add(piece: Buffer, start = 0, end = piece.length): void {
    if (start >= end) return;
    const from = piece.byteOffset + start;
    if (piece.buffer !== this.memory) {
      this.leaveMemory();
      this.memory = piece.buffer;
      this.start = from;
    } else if (from !== this.end) {
      this.runs.push(this.start, this.end);
      this.start = from;
    }
    this.end = piece.byteOffset + end;
  }

  take(): Buffer | undefined {
    const { memory, earlier } = this;
    if (!earlier) return memory && this.collected(memory);
    this.leaveMemory();
    this.earlier = undefined;
    return earlier.length === 1 ? earlier[0] : Buffer.concat(earlier);
  }

  private leaveMemory(): void {
    if (this.memory) (this.earlier ??= []).push(this.collected(this.memory));
  }

  /** What of this memory was collected, and nothing of it any more. */
  private collected(memory: ArrayBufferLike): Buffer {
    const { runs, start, end } = this;
    this.memory = undefined;
    if (runs.length === 0) return Buffer.from(memory, start, end - start);
    runs.push(start, end);
    this.runs = [];
    return joinedRuns(Buffer.from(memory), runs);
  }
}

/** `runs`: start and end in turn. */
function joinedRuns(memory: Buffer, runs: readonly number[]): Buffer {
  let bytes = 0;
  for (let run = 0; run < runs.length; run += 2) bytes += runs[run + 1]! - runs[run]!;
  const whole = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (let run = 0; run < runs.length; run += 2) at += memory.copy(whole, at, runs[run], runs[run + 1]);
  return whole;
}
