// What screens in the hall show: films and pictures that move, played only while somebody sees them, and silent unless asked.

import { reactive } from "vue";
import type { FileEntry } from "./config";
import type { Viewer } from "./engine";
import type { Screen } from "./hall";
import { language } from "./language";
import type { Visit } from "./visit";

/** What shows one screen's frames to whoever wants them. */
interface Player {
  start(): void;
  stop(): void;
  setMuted(isMuted: boolean): void;
  /** Shows the frame it is at, to a viewer that is new. */
  repeat(): void;
  destroy(): void;
}

export interface ScreenState {
  screen: Screen;
  /** In the picture, and near enough to look at. */
  isSeen: boolean;
  /** What the visitor wants; at first what they want of all motion. */
  wantsPlay: boolean;
  isMuted: boolean;
  /** Only films have any. */
  hasSound: boolean;
  /** Cannot be played here; the poster stands for it. */
  isBroken: boolean;
  /** The words of the captions at this moment. */
  caption: string;
}

type Show = (frame: HTMLVideoElement | ImageBitmap) => void;

const isFilm = (file: string) => /\.(?:mp4|m4v|webm)$/i.test(file);

/** A film in an element that is never in the page. */
function filmPlayer(state: ScreenState, url: string, files: Record<string, FileEntry>, show: Show): Player {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, playsInline: true, preload: "none", src: url });
  let request = 0;
  let lastSecs = -1;
  // Browsers that don't tell of new frames are asked in every one of their own.
  const tells: boolean = "requestVideoFrameCallback" in video;
  const next = () => (request = tells ? video.requestVideoFrameCallback(onFrame) : requestAnimationFrame(onFrame));
  function onFrame() {
    if (tells || video.currentTime !== lastSecs) show(video);
    lastSecs = video.currentTime;
    next();
  }
  const cancel = () => (tells ? video.cancelVideoFrameCallback(request) : cancelAnimationFrame(request));
  video.addEventListener("error", () => (state.isBroken = true));
  const captions = state.screen.captions[language.value] ?? Object.values(state.screen.captions)[0];
  const captionsUrl = captions === undefined ? undefined : files[captions]?.url;
  if (captionsUrl !== undefined) {
    const track = document.createElement("track");
    Object.assign(track, { kind: "captions", src: captionsUrl });
    video.append(track);
    // Its cues are told, and shown by us: the film itself is drawn in the hall.
    track.track.mode = "hidden";
    track.track.addEventListener("cuechange", () => {
      const cues = [...(track.track.activeCues ?? [])] as VTTCue[];
      state.caption = cues.map((cue) => cue.getCueAsHTML().textContent ?? "").join(" ");
    });
  }
  next();
  return {
    start() {
      if (!video.paused) return;
      // A browser that plays nothing unasked leaves it to the visitor.
      video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") state.wantsPlay = false;
      });
    },
    stop: () => video.pause(),
    setMuted: (isMuted) => (video.muted = isMuted),
    repeat() {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) show(video);
    },
    destroy() {
      cancel();
      video.pause();
      video.removeAttribute("src");
      video.load();
    },
  };
}

interface Decoder {
  tracks: { ready: Promise<void>; selectedTrack: { frameCount: number } | null };
  completed: Promise<void>;
  decode(options: { frameIndex: number }): Promise<{ image: VideoFrame }>;
  close(): void;
}

/** A picture that moves, taken apart by the browser's own decoder; where there is none, it stands still. */
function picturePlayer(state: ScreenState, url: string, show: Show): Player {
  let decoder: Decoder | null = null;
  let isRunning = false;
  let isOver = false;
  let index = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<Decoder | null> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const blob = await response.blob();
    const { ImageDecoder } = window as unknown as { ImageDecoder?: new (options: object) => Decoder };
    if (!ImageDecoder) {
      await draw(await createImageBitmap(blob));
      return null;
    }
    const made = new ImageDecoder({ type: blob.type, data: await blob.arrayBuffer() });
    await made.tracks.ready;
    await made.completed;
    return made;
  }

  async function draw(bitmap: ImageBitmap): Promise<void> {
    if (!isOver) show(bitmap);
    bitmap.close();
  }

  async function run(): Promise<void> {
    if (!decoder) {
      decoder = await load();
      if (!decoder) return;
    }
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    const { image } = await decoder.decode({ frameIndex: index });
    const millis = (image.duration ?? 100_000) / 1000;
    const bitmap = await createImageBitmap(image);
    image.close();
    await draw(bitmap);
    index = (index + 1) % count;
    if (isRunning && !isOver && count > 1) timer = setTimeout(step, millis);
    else isRunning = false;
  }

  const step = () => void run().catch(() => (state.isBroken = true));
  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      step();
    },
    stop() {
      isRunning = false;
      clearTimeout(timer);
    },
    setMuted() {},
    repeat() {
      if (!isRunning) step();
    },
    destroy() {
      isOver = true;
      isRunning = false;
      clearTimeout(timer);
      decoder?.close();
    },
  };
}

/** All screens of a hall. *Invariant:* plays nothing that isn't seen, and nothing at all in a hidden tab. */
export class Screens {
  readonly states: ScreenState[];
  private readonly players = new Map<ScreenState, Player>();
  private readonly listening = new AbortController();
  private viewer: Viewer | null = null;
  private frame = 0;

  constructor(private readonly visit: Visit) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const screens = visit.state.hall?.screens ?? [];
    this.states = reactive(
      screens.map((screen) => ({ screen, isSeen: false, wantsPlay: !isCalm, isMuted: true, hasSound: isFilm(screen.file), isBroken: false, caption: "" })),
    );
    // No frame comes to a hidden tab, in which what plays could be stopped.
    document.addEventListener("visibilitychange", () => document.hidden && this.players.forEach((player) => player.stop()), { signal: this.listening.signal });
    this.follow();
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.listening.abort();
    this.players.forEach((player) => player.destroy());
    this.players.clear();
  }

  setMuted(state: ScreenState, isMuted: boolean): void {
    state.isMuted = isMuted;
    this.players.get(state)?.setMuted(isMuted);
  }

  private readonly follow = (): void => {
    this.frame = requestAnimationFrame(this.follow);
    const viewer = this.visit.state.phase === "inside" ? this.visit.viewer : null;
    if (viewer && viewer !== this.viewer) {
      this.viewer = viewer;
      this.players.forEach((player) => player.repeat());
    }
    const seen = viewer?.seenScreens();
    this.states.forEach((state, index) => {
      state.isSeen = (seen?.[index] ?? 0) > 0;
      const plays = state.isSeen && state.wantsPlay && !state.isBroken && !document.hidden;
      if (plays) (this.players.get(state) ?? this.player(state, index))?.start();
      else this.players.get(state)?.stop();
    });
  };

  /** Made when it is needed for the first time: what nobody looks at is not even fetched. */
  private player(state: ScreenState, index: number): Player | undefined {
    const { files } = this.visit.config;
    const url = files[state.screen.file]?.url;
    if (url === undefined) {
      state.isBroken = true;
      return undefined;
    }
    const show: Show = (frame) => this.visit.viewer?.showOnScreen(index, frame);
    const player = isFilm(state.screen.file) ? filmPlayer(state, url, files, show) : picturePlayer(state, url, show);
    this.players.set(state, player);
    return player;
  }
}
