// Pictures of a pack: all of a scene come in one file, small ones first, and a device that cannot hold all of them in full has the others small.

import type { Bundle, BundledPicture, Device } from "./config";
import { hasHash, type Downloads } from "./downloads";

/** How often is looked which pictures are near. */
const FOLLOW_MS = 1000;

const GIGABYTE_SHARE = 64 << 20;
const SAVED_BYTES = 32 << 20;
/** A phone or a tablet that says nothing of its memory ends a page that takes too much. */
const SILENT_PHONE_GB = 3;
const SILENT_DESK_GB = 8;

/** Bytes that pictures may take on this device: a sixteenth of its memory. */
function pictureBudget(): number {
  const { connection, deviceMemory, maxTouchPoints } = navigator as Device;
  const gigabytes = deviceMemory ?? (maxTouchPoints > 0 ? SILENT_PHONE_GB : SILENT_DESK_GB);
  return connection?.saveData ? SAVED_BYTES : gigabytes * GIGABYTE_SHARE;
}

/** Somewhere a picture can be shown before it has come, or otherwise than it came. */
export type Refine = (file: string, bytes: Uint8Array) => void;

/** A picture on its way. */
interface Piece extends BundledPicture {
  sizeBytes: number;
  small: Uint8Array | null;
  whole: Promise<Uint8Array>;
  settle: (bytes: Uint8Array | Promise<Uint8Array>) => void;
  isHere: boolean;
  /** Shown in full, or soon. */
  isWanted: boolean;
}

/** *Invariant:* at most one request for each bundle, and one more for a picture that was not in it as it should be, or is wanted later. */
export class Pictures {
  private readonly pieces = new Map<string, Piece>();
  private readonly budgetBytes = pictureBudget();
  private hasBegun = false;
  private canShow = false;
  private following: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly downloads: Downloads,
    private readonly bundles: Bundle[],
    private readonly refine: Refine,
  ) {
    let left = this.budgetBytes;
    for (const picture of bundles.flatMap(({ pictures }) => pictures)) {
      let settle: Piece["settle"] = () => {};
      const whole = new Promise<Uint8Array>((resolve) => (settle = resolve));
      // Whoever takes it is told.
      whole.catch(() => {});
      left -= picture.memory_bytes;
      const isWanted = left >= 0;
      this.pieces.set(picture.path, { ...picture, sizeBytes: downloads.sizeOf(picture.path), small: null, whole, settle, isHere: false, isWanted });
    }
  }

  /** Begins with all of them; what they need must not wait for it any more. */
  begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    for (const bundle of this.bundles) void this.fetch(bundle);
  }

  /** A picture in full, or small where the device has no room for it; nothing for what is in no bundle. */
  take(file: string): Promise<Uint8Array> | undefined {
    const piece = this.pieces.get(file);
    if (piece) this.begin();
    return piece?.whole;
  }

  /** The hall is seen: small pictures that are here are better than none. Where not all have room in full, those near `eye` (metres) have it from now on. */
  show(eye: () => readonly number[] | undefined): void {
    this.canShow = true;
    for (const piece of this.pieces.values()) this.preview(piece);
    this.rest();
    if ([...this.pieces.values()].every(({ isWanted }) => isWanted)) return;
    this.following = setInterval(() => {
      const at = document.hidden ? undefined : eye();
      if (at) this.look(at);
    }, FOLLOW_MS);
  }

  /** Nobody looks any more. */
  rest(): void {
    clearInterval(this.following);
  }

  private look(eye: readonly number[]): void {
    let left = this.budgetBytes;
    const near = [...this.pieces.values()].map((piece) => ({ piece, metres: distance(eye, piece.bounds) }));
    // What is shown already stays before what is as near.
    near.sort((a, b) => a.metres - b.metres || Number(b.piece.isWanted) - Number(a.piece.isWanted));
    for (const { piece } of near) {
      const isWanted = piece.memory_bytes <= left || piece.small === null;
      left -= isWanted ? piece.memory_bytes : 0;
      if (isWanted === piece.isWanted) continue;
      piece.isWanted = isWanted;
      if (!isWanted) this.refine(piece.path, piece.small!);
      else void this.downloads.file(piece.path, "low").then((bytes) => piece.isWanted && this.refine(piece.path, bytes), () => (piece.isWanted = false));
    }
  }

  private preview({ small, isHere, path }: Piece): void {
    if (this.canShow && small && !isHere) this.refine(path, small);
  }

  private async fetch({ path, pictures }: Bundle): Promise<void> {
    const own = pictures.map((picture) => this.pieces.get(picture.path)!);
    let [next, from] = [0, 0];
    const parts = [...own.map((piece) => [piece, true] as const), ...own.map((piece) => [piece, false] as const)];
    const deliver = (bytes: Uint8Array): boolean => {
      for (let part = parts[next]; part; part = parts[++next]) {
        const [piece, isSmall] = part;
        const to = from + (isSmall ? piece.small_bytes : piece.sizeBytes);
        if (to > bytes.length) return false;
        const own = bytes.slice(from, to);
        from = to;
        if (!isSmall) {
          piece.isHere = true;
          piece.settle(this.sound(piece, own));
        } else if (own.length > 0) {
          piece.small = own;
          this.preview(piece);
        }
      }
      return true;
    };
    try {
      // They come in the order in which they matter: who has no room for all leaves out the last.
      const wanted = own.filter(({ isWanted }) => isWanted);
      const smallBytes = own.reduce((sum, piece) => sum + piece.small_bytes, 0);
      await this.downloads.file(path, "low", deliver, wanted.reduce((sum, piece) => sum + piece.sizeBytes, smallBytes));
    } catch {
      // Each that has not come is asked for by itself.
    }
    for (const piece of own.filter(({ isHere }) => !isHere)) {
      piece.isHere = true;
      piece.settle(piece.isWanted || !piece.small ? this.downloads.file(piece.path, "low") : piece.small);
    }
  }

  private async sound(piece: Piece, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    // Files of a pack are named by what is in them.
    const hash = /([0-9a-f]{64})\.\w+$/.exec(piece.path)?.[1] ?? "";
    return (await hasHash(bytes, hash)) ? bytes : this.downloads.file(piece.path, "low");
  }
}

/** From a place to a box; 0 within it, and for what has none. */
function distance(eye: readonly number[], bounds: BundledPicture["bounds"]): number {
  if (!bounds) return 0;
  const [min, max] = bounds;
  return Math.hypot(...eye.map((at, axis) => Math.max(min[axis]! - at, at - max[axis]!, 0)));
}
