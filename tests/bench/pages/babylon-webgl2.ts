import { Engine } from "@babylonjs/core/Engines/engine";
import { freeze, loadHall, peerOf } from "./babylon-hall";
import { play } from "./stage";

void play(async (canvas, shot) => {
  const engine = new Engine(canvas, true);
  const hall = await loadHall(engine, shot);
  if (shot.isTuned) freeze(hall);
  return peerOf(engine, hall, shot);
});
