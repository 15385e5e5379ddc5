// Everything that is fetched for the visit, counted honestly: bytes that really arrived, against the sizes that were announced.

import type { FileEntry } from "./config";

/** Why a download failed, in the only ways that a visitor can do something about. */
export type DownloadFault = "missing" | "refused" | "altered" | "network";

export class DownloadError extends Error {
  constructor(
    readonly fault: DownloadFault,
    readonly file: string,
    detail: string,
  ) {
    super(detail);
    this.name = "DownloadError";
  }
}

export interface Progress {
  receivedBytes: number;
  totalBytes: number;
}

interface Count {
  received: number;
  total: number;
}

const BACK_OFF_MS = [600, 2400];
/** What nobody waits for is tried again for as long as there is somebody. */
const PATIENCE_MS = 10_000;
/** A connection that says nothing for so long is given up and tried again. */
const SILENCE_MS = 30_000;
/** Whoever is told by the browser that there is no network waits so long for one before it counts as a failure. */
const OFFLINE_MS = 20_000;
/** A link that breaks off this often, whatever it brought each time, is none. */
const MOST_TRIES = 50;

/** Owns every running request; `abort` ends them all. */
export class Downloads {
  private readonly ending = new AbortController();
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly files: Record<string, FileEntry>,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  abort(): void {
    this.ending.abort();
  }

  get aborted(): boolean {
    return this.ending.signal.aborted;
  }

  /** Counts files in before they are asked for, so that the total is right from the beginning. */
  announce(paths: string[]): void {
    for (const path of paths) {
      const entry = this.files[path];
      if (entry) this.count(path, entry.size_bytes);
    }
    this.report();
  }

  /** Counts in what is fetched by address, with its size in bytes where that is known. */
  announceUrl(url: string, sizeBytes: number): void {
    this.count(url, sizeBytes);
    this.report();
  }

  /** Takes something out of the total again that will not be fetched after all. */
  forget(url: string): void {
    const count = this.counts.get(url);
    if (count) count.total = count.received;
    this.report();
  }

  /**
   * A file of the hall, whole and as the server promised it; `peek` is shown what is there of it whenever there is more, until it is content.
   * What came before a connection broke is kept, and only the rest asked for. Of a file that is not wanted whole only the first `until` bytes
   * come, which nobody but the caller can prove. Rejects with `DownloadError`.
   */
  async file(path: string, priority: RequestPriority = "auto", peek: (bytes: Uint8Array) => boolean = () => true, until = this.sizeOf(path)): Promise<Uint8Array> {
    const entry = this.files[path];
    if (!entry) throw new DownloadError("missing", path, "not among the files of this hall");
    const isWhole = until >= entry.size_bytes;
    const body = new Body(path, until, this.count(path, until), isWhole, peek);
    return this.insist(path, async (signal, alive) => {
      const begun = body.length;
      const response = await fetch(entry.url, {
        signal,
        priority,
        ...(begun > 0 || !isWhole ? { headers: { range: `bytes=${begun}-${isWhole ? "" : until - 1}` } } : {}),
        // What was kept from another time may be what is wrong; and of a cut answer the browser keeps bytes that may still be packed.
        ...(body.wasAltered || begun > 0 ? { cache: body.wasAltered ? "reload" : "no-store" } : {}),
      });
      refuseFailure(response, path);
      if (!body.continues(response)) body.length = 0;
      await this.read(response, body, alive);
      await body.prove(entry.url);
      return body.bytes;
    }, priority === "low");
  }

  /** As it was announced, bytes; 0 for what is no file of the hall. */
  sizeOf(path: string): number {
    return this.files[path]?.size_bytes ?? 0;
  }

  /** A response that is counted while somebody else reads it (a module that compiles as it comes). */
  async stream<T>(url: string, mime: string, use: (response: Response) => Promise<T>): Promise<T> {
    const count = this.count(url, 0);
    return this.insist(url, async (signal, alive) => {
      const response = await fetch(url, { signal });
      refuseFailure(response, url);
      if (!response.body) return use(response);
      const counted = response.body.pipeThrough(this.counting(count, alive));
      return use(new Response(counted, { headers: { "content-type": mime } }));
    });
  }

  /** Something that arrived in a way that cannot be counted on its way (a script). */
  arrived(url: string): void {
    const count = this.count(url, 0);
    this.receive(count, count.total);
  }

  private count(key: string, sizeBytes: number): Count {
    let count = this.counts.get(key);
    if (!count) {
      count = { received: 0, total: sizeBytes };
      this.counts.set(key, count);
    }
    return count;
  }

  /** Bytes of a second try count once only. */
  private receive(count: Count, received: number): void {
    if (received <= count.received) return;
    count.received = received;
    count.total = Math.max(count.total, received);
    this.report();
  }

  private report(): void {
    let receivedBytes = 0;
    let totalBytes = 0;
    for (const count of this.counts.values()) {
      receivedBytes += count.received;
      totalBytes += count.total;
    }
    this.onProgress({ receivedBytes, totalBytes });
  }

  private counting(count: Count, alive: () => void): TransformStream<Uint8Array, Uint8Array> {
    let received = 0;
    return new TransformStream({
      transform: (chunk, controller) => {
        alive();
        received += chunk.byteLength;
        this.receive(count, received);
        controller.enqueue(chunk);
      },
    });
  }

  private async read(response: Response, body: Body, alive: () => void): Promise<void> {
    const reader = response.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      alive();
      body.take(value);
      this.receive(body.count, body.length);
      if (body.isFull) return void reader?.cancel();
    }
  }

  /** Tries again after a failure of the network, never after an answer that would be the same again. A try that brought something is no failed one. */
  private async insist<T>(file: string, attempt: (signal: AbortSignal, alive: () => void) => Promise<T>, isPatient = false): Promise<T> {
    for (let [tries, all] = [0, 0]; ; tries++, all++) {
      let isFruitful = false;
      const quiet = new AbortController();
      const stop = () => quiet.abort();
      this.ending.signal.addEventListener("abort", stop);
      let timer = setTimeout(stop, SILENCE_MS);
      const alive = () => {
        isFruitful = true;
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
      };
      try {
        if (this.aborted) throw new DownloadError("network", file, "the visit has ended");
        return await attempt(quiet.signal, alive);
      } catch (error) {
        if (isFruitful && all < MOST_TRIES && !(error instanceof DownloadError && error.fault === "altered")) tries = 0;
        const wait = BACK_OFF_MS[tries] ?? (isPatient && !(error instanceof DownloadError) ? PATIENCE_MS : undefined);
        if (this.aborted || wait === undefined || !isWorthAnotherTry(error)) throw asDownloadError(error, file);
        await online(this.ending.signal);
        await new Promise((resolve) => setTimeout(resolve, wait));
      } finally {
        clearTimeout(timer);
        this.ending.signal.removeEventListener("abort", stop);
      }
    }
  }
}

/** What there is of a file by now. */
class Body {
  length = 0;
  /** It came whole once, and was another than was promised. */
  wasAltered = false;
  private readonly room: Uint8Array<ArrayBuffer>;
  private isContent = false;

  constructor(
    private readonly path: string,
    sizeBytes: number,
    readonly count: Count,
    private readonly isWhole: boolean,
    private readonly peek: (bytes: Uint8Array) => boolean,
  ) {
    this.room = new Uint8Array(sizeBytes);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.room.subarray(0, this.length);
  }

  /** No more is wanted of what may go on. */
  get isFull(): boolean {
    return !this.isWhole && this.length === this.room.length;
  }

  /** Whether an answer goes on where this ends. */
  continues({ status, headers }: Response): boolean {
    return status === 206 && (headers.get("content-range") ?? "").startsWith(`bytes ${this.length}-`);
  }

  take(chunk: Uint8Array): void {
    const left = this.room.length - this.length;
    if (chunk.length > left && this.isWhole) throw this.altered("longer than was promised");
    this.room.set(chunk.subarray(0, left), this.length);
    this.length += Math.min(chunk.length, left);
    this.isContent ||= this.peek(this.bytes);
  }

  /** Compares it with the SHA-256 at the end of its address. Only pages that came safely can compute one. */
  async prove(url: string): Promise<void> {
    // A connection that breaks is told by the stream: this answer is whole, and less than it should be.
    if (this.length < this.room.length) throw this.altered("shorter than was promised");
    if (!this.isWhole) return;
    const promised = /[?&]v=([0-9a-f]+)/.exec(url)?.[1] ?? "";
    if (!(await hasHash(this.bytes, promised))) throw this.altered("other bytes than were promised");
  }

  private altered(detail: string): DownloadError {
    this.wasAltered = true;
    this.length = 0;
    return new DownloadError("altered", this.path, detail);
  }
}

/** Whether the SHA-256 of bytes begins with these hexadecimal digits; true where that cannot be told. */
export async function hasHash(bytes: Uint8Array<ArrayBuffer>, digits: string): Promise<boolean> {
  // Absent where the page itself could have been altered on its way.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return true;
  const hash = new Uint8Array(await subtle.digest("SHA-256", bytes));
  const text = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.startsWith(digits);
}

/** Until there is a network, or for as long as somebody would wait for one. */
function online(ending: AbortSignal): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, OFFLINE_MS);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener("online", end, { once: true, signal: ending });
    ending.addEventListener("abort", end, { once: true });
  });
}

function refuseFailure(response: Response, file: string): void {
  if (response.ok) return;
  const fault = response.status === 404 || response.status === 410 ? "missing" : response.status >= 500 || response.status === 429 ? "network" : "refused";
  throw new DownloadError(fault, file, `HTTP ${response.status}`);
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof DownloadError) return error.fault === "network" || error.fault === "altered";
  // What fetch and streams throw when the connection breaks or falls silent; a module that doesn't compile is none of it.
  return error instanceof TypeError || (error instanceof DOMException && error.name === "AbortError");
}

/** Leaves what isn't the download's fault (a module that doesn't compile) as it is. */
function asDownloadError(error: unknown, file: string): unknown {
  if (error instanceof DownloadError || !isWorthAnotherTry(error)) return error;
  return new DownloadError("network", file, error instanceof Error ? error.message : String(error));
}
