// A wire between the browser and the server that can be cut, held and tapped.

import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What is done to an answer. Bytes are those of its body as the server sends them. */
export interface Meddling {
  /** The connection breaks after so many. */
  cutAfter?: number;
  /** Nothing comes after so many until this settles. */
  hold?: { after: number; until: Promise<unknown> };
  /** Other bytes come in their place. */
  alter?: (bytes: Buffer) => Buffer;
  status?: number;
  headers?: Record<string, string>;
}

export interface Passed {
  path: string;
  range: string | undefined;
  status: number;
}

export class Wire {
  readonly passed: Passed[] = [];
  /** Asked for every request; null lets it pass. */
  meddle: (path: string, range: string | undefined) => Meddling | null = () => null;
  /** Nothing is compressed on its way. */
  isPlain = false;
  private readonly sockets = new Set<Socket>();
  private readonly http = createServer((asked, answer) => this.pass(asked, answer));

  private constructor(private readonly to: string) {
    this.http.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  static async to(origin: string): Promise<Wire> {
    const wire = new Wire(origin);
    await new Promise<void>((resolve) => wire.http.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const path = decodeURIComponent(asked.url ?? "/");
    const range = asked.headers.range;
    const meddling = this.meddle(path, range);
    const onward = request(`${this.to}${asked.url}`, { method: asked.method, headers: { ...asked.headers, host: new URL(this.to).host, ...(this.isPlain ? { "accept-encoding": "identity" } : {}) } }, (came) => {
      const chunks: Buffer[] = [];
      came.on("data", (chunk: Buffer) => chunks.push(chunk));
      came.on("end", () => void this.answer(came, Buffer.concat(chunks), meddling, answer));
      this.passed.push({ path, range, status: meddling?.status ?? came.statusCode ?? 0 });
    });
    onward.on("error", () => answer.destroy());
    onward.end();
  }

  private async answer(came: IncomingMessage, bytes: Buffer, meddling: Meddling | null, answer: ServerResponse): Promise<void> {
    const { cutAfter, hold, alter, status, headers } = meddling ?? {};
    const body = alter ? alter(bytes) : bytes;
    answer.writeHead(status ?? came.statusCode ?? 500, { ...came.headers, "content-length": String(body.length), ...headers });
    if (cutAfter !== undefined && cutAfter < body.length) {
      answer.write(body.subarray(0, cutAfter), () => setTimeout(() => answer.destroy(), 100));
    } else if (hold) {
      answer.write(body.subarray(0, hold.after));
      await hold.until;
      answer.end(body.subarray(hold.after));
    } else answer.end(body);
  }
}
