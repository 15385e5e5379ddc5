// What both engines of Babylon.js share: loading, light, camera, and what is known to make it fast.

import { registerBuiltInLoaders } from "@babylonjs/loaders/dynamic";
import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera";
import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight";
import "@babylonjs/core/Loading/loadingScreen";
import { AppendSceneAsync } from "@babylonjs/core/Loading/sceneLoader";
import { ImageProcessingConfiguration } from "@babylonjs/core/Materials/imageProcessingConfiguration";
import { PBRMaterial } from "@babylonjs/core/Materials/PBR/pbrMaterial";
import { HDRCubeTexture } from "@babylonjs/core/Materials/Textures/hdrCubeTexture";
import { Color4 } from "@babylonjs/core/Maths/math.color";
import { Vector3 } from "@babylonjs/core/Maths/math.vector";
import { MeshoptCompression } from "@babylonjs/core/Meshes/Compression/meshoptCompression";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh";
import { Scene } from "@babylonjs/core/scene";
import { direction, type Peer, type Shot } from "./stage";

export interface Hall {
  scene: Scene;
  still: AbstractMesh[];
  moving: AbstractMesh[];
}

export async function loadHall(engine: AbstractEngine, shot: Shot): Promise<Hall> {
  registerBuiltInLoaders();
  // From this machine, and only where a file asks for it.
  MeshoptCompression.Configuration.decoder.url = "/meshopt_decoder.js";
  const scene = new Scene(engine);
  // As glTF is: else the loader turns everything round, and the camera would have to follow.
  scene.useRightHandedSystem = true;
  scene.clearColor = new Color4(0, 0, 0, 1);
  scene.imageProcessingConfiguration.toneMappingEnabled = true;
  scene.imageProcessingConfiguration.toneMappingType = ImageProcessingConfiguration.TONEMAPPING_KHR_PBR_NEUTRAL;
  const camera = new FreeCamera("eye", new Vector3(...shot.eye), scene);
  camera.fov = (shot.fovYDeg * Math.PI) / 180;
  camera.minZ = 0.05;
  camera.maxZ = 400;
  if (shot.light === "plain") new HemisphericLight("sky", Vector3.Up(), scene).intensity = 0.6;
  else scene.environmentTexture = new HDRCubeTexture(shot.panoramaUrl, scene, 128, false, true, false, true);
  await AppendSceneAsync(shot.sceneUrl, scene);
  // Every light of the file counts, as it does with the others; Babylon would stop after four.
  for (const material of scene.materials) if (material instanceof PBRMaterial) material.maxSimultaneousLights = Math.max(4, scene.lights.length);
  await scene.whenReadyAsync();
  const targets = new Set<unknown>(scene.animationGroups.flatMap((group) => group.targetedAnimations.map(({ target }) => target as unknown)));
  const isMoving = (mesh: AbstractMesh) => {
    for (let node: AbstractMesh["parent"] = mesh; node; node = node.parent) if (targets.has(node)) return true;
    return false;
  };
  return { scene, still: scene.meshes.filter((mesh) => !isMoving(mesh)), moving: scene.meshes.filter(isMoving) };
}

/** Nothing that stands still is worked out or chosen again. */
export function freeze({ scene, still }: Hall): void {
  scene.skipPointerMovePicking = true;
  for (const mesh of scene.meshes) mesh.alwaysSelectAsActiveMesh = true;
  // What has never been drawn would be frozen black.
  const engine = scene.getEngine();
  engine.beginFrame();
  scene.render();
  engine.endFrame();
  // Glass shows a picture that is drawn before it, of all that the scene has at that time.
  const hasGlass = scene.materials.some((material) => material instanceof PBRMaterial && material.subSurface.isRefractionEnabled);
  for (const material of scene.materials) material.freeze();
  for (const mesh of still) {
    mesh.freezeWorldMatrix();
    mesh.doNotSyncBoundingInfo = true;
    mesh.isPickable = false;
  }
  if (!hasGlass) scene.freezeActiveMeshes();
}

export function peerOf(engine: AbstractEngine, { scene }: Hall, shot: Shot): Peer {
  const camera = scene.activeCamera as FreeCamera;
  const eye = new Vector3(...shot.eye);
  return {
    draw(headingRad) {
      camera.setTarget(eye.add(new Vector3(...direction(headingRad))));
      engine.beginFrame();
      scene.render();
      engine.endFrame();
    },
    resize(width, height) {
      engine.setSize(width, height);
    },
  };
}
