// What can go wrong on a visit, sorted by what the visitor can do about it.

import { DownloadError } from "./downloads";

export type FailureKind = "file-missing" | "file-broken" | "hall-invalid" | "no-gpu" | "engine" | "network" | "context-lost" | "out-of-memory";

export interface Failure {
  kind: FailureKind;
  /** The file at fault, as the hall names it. */
  file: string;
  /** In the words of whoever noticed; shown small. */
  detail: string;
}

/** Thrown where a failure has been understood already. */
export class VisitError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.detail);
    this.name = "VisitError";
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** Whether another engine could do better with the same hall. */
export function isEngineFault(error: unknown): boolean {
  if (error instanceof VisitError) return error.failure.kind === "engine" || error.failure.kind === "out-of-memory";
  return !(error instanceof DownloadError);
}

export function failureOf(error: unknown): Failure {
  if (error instanceof VisitError) return error.failure;
  if (error instanceof DownloadError) {
    const kind = error.fault === "missing" ? "file-missing" : error.fault === "network" ? "network" : "file-broken";
    return { kind, file: error.file, detail: error.message };
  }
  const detail = messageOf(error);
  const isMemory = error instanceof RangeError || /out of memory|memory access out of bounds|allocation failed|out_of_memory/i.test(detail);
  return { kind: isMemory ? "out-of-memory" : "engine", file: "", detail };
}

/** The viewer's own error codes. What isn't known here counts as the engine's failure, with its detail shown. */
export function failureOfViewer(code: string, detail: string, file = ""): Failure {
  switch (code) {
    case "manifest":
      return { kind: "hall-invalid", file: file || "hall.json", detail };
    case "scene":
    case "file":
      return { kind: "file-broken", file, detail };
    default:
      return { ...failureOf(new Error(detail)), file };
  }
}
