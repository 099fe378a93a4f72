import {parseCifText} from "molstar/lib/mol-io/reader/cif/text/parser.js";
import {parsePDB} from "molstar/lib/mol-io/reader/pdb/parser.js";
import {Canvas3D, Canvas3DContext} from "molstar/lib/mol-canvas3d/canvas3d.js";
import {trajectoryFromMmCIF} from "molstar/lib/mol-model-formats/structure/mmcif.js";
import {trajectoryFromPDB} from "molstar/lib/mol-model-formats/structure/pdb.js";
import type {Location} from "molstar/lib/mol-model/location.js";
import {
  Queries,
  QueryContext,
  Structure,
  StructureElement,
  StructureProperties,
  StructureSelection,
  type Trajectory
} from "molstar/lib/mol-model/structure.js";
import {CartoonRepresentationProvider} from "molstar/lib/mol-repr/structure/representation/cartoon.js";
import {SpacefillRepresentationProvider} from "molstar/lib/mol-repr/structure/representation/spacefill.js";
import {SyncRuntimeContext} from "molstar/lib/mol-task/execution/synchronous.js";
import {ColorTheme} from "molstar/lib/mol-theme/color.js";
import {SizeTheme} from "molstar/lib/mol-theme/size.js";
import {UniformSizeTheme} from "molstar/lib/mol-theme/size/uniform.js";
import {AssetManager} from "molstar/lib/mol-util/assets.js";
import {Color} from "molstar/lib/mol-util/color/index.js";
import {confidenceBand, confidenceBands, type ModelFile} from "../model/structure.js";

/** A residue that is highlighted. */
export interface MarkedResidue {
  /** 0-based, in the order of the file. */
  index: number;
  /** `#rrggbb`. */
  colour: string;
}

/** A model on a canvas. */
export interface DrawnModel {
  /** Frees the canvas and the graphics card. */
  dispose(): void;
}

/** Radius of a marked residue's ball, in ångström. */
const ballRadius = 1.9;

/**
 * Draws a model's ribbon on a canvas, coloured by the band of pLDDT, with a ball at the α carbon of each marked residue.
 * A reader turns it with the pointer. Nothing is fetched. Rejects where the browser has no WebGL or the file is no model.
 */
export async function drawModel(
  canvas: HTMLCanvasElement,
  file: ModelFile,
  marked: readonly MarkedResidue[],
  background: string
): Promise<DrawnModel> {
  const structure = Structure.ofModel((await trajectoryOf(file)).representative);
  const assetManager = new AssetManager();
  const context = Canvas3DContext.fromCanvas(canvas, assetManager);
  const canvas3d = Canvas3D.create(context);
  canvas3d.setProps({
    renderer: {backgroundColor: colourOf(background)},
    camera: {helper: {axes: {name: "off", params: {}}}}
  });
  return draw();

  async function draw(): Promise<DrawnModel> {
    const representation = {
      webgl: canvas3d.webgl,
      colorThemeRegistry: ColorTheme.createRegistry(),
      sizeThemeRegistry: SizeTheme.createRegistry()
    };
    // Helices and strands are worked out from the coordinates.
    await CartoonRepresentationProvider.ensureCustomProperties?.attach(
      {runtime: SyncRuntimeContext, assetManager},
      structure
    );
    const ribbon = CartoonRepresentationProvider.factory(representation, CartoonRepresentationProvider.getParams);
    ribbon.setTheme({color: coloured(bandColour), size: ofSize(0.2)});
    await ribbon.createOrUpdate(CartoonRepresentationProvider.defaultValues, structure).run();
    canvas3d.add(ribbon);

    const colours = new Map(marked.map(({index, colour}) => [index, colourOf(colour)]));
    const carbons = alphaCarbons(structure, (residue) => colours.has(residue));
    if (carbons.elementCount > 0) {
      const balls = SpacefillRepresentationProvider.factory(representation, SpacefillRepresentationProvider.getParams);
      balls.setTheme({color: coloured((location) => colours.get(residueOf(location))!), size: ofSize(ballRadius)});
      await balls.createOrUpdate({...SpacefillRepresentationProvider.defaultValues, sizeFactor: 1}, carbons).run();
      canvas3d.add(balls);
    }
    canvas3d.commit(true);
    canvas3d.animate();
    canvas3d.requestCameraReset({durationMs: 0});
    const resized = new ResizeObserver(() => canvas3d.requestResize());
    resized.observe(canvas);
    return {
      dispose() {
        resized.disconnect();
        canvas3d.dispose();
        context.dispose();
      }
    };
  }
}

async function trajectoryOf({format, text}: ModelFile): Promise<Trajectory> {
  if (format === "pdb") {
    const parsed = await parsePDB(text).run();
    if (parsed.isError) throw new Error(`the model cannot be drawn: ${parsed.message}`);
    return trajectoryFromPDB(parsed.result).run();
  }
  const parsed = await parseCifText(text).run();
  if (parsed.isError) throw new Error(`the model cannot be drawn: ${parsed.message}`);
  return trajectoryFromMmCIF(parsed.result.blocks[0]).run();
}

function alphaCarbons(structure: Structure, isWanted: (residue: number) => boolean): Structure {
  const query = Queries.generators.atoms({
    atomTest: ({element}) => StructureProperties.atom.label_atom_id(element) === "CA" && isWanted(residueOf(element))
  });
  return StructureSelection.unionStructure(query(new QueryContext(structure)));
}

function residueOf(location: StructureElement.Location): number {
  return StructureProperties.residue.key(location);
}

function bandColour(location: StructureElement.Location): Color {
  const band = confidenceBand(StructureProperties.atom.B_iso_or_equiv(location));
  return colourOf(confidenceBands.find((one) => one.band === band)!.colour);
}

function coloured(colourAt: (location: StructureElement.Location) => Color): ColorTheme<{}> {
  const theme: ColorTheme<{}> = {
    factory: () => theme,
    granularity: "group",
    color: (location: Location) => (StructureElement.Location.is(location) ? colourAt(location) : Color(0x888888)),
    props: {}
  };
  return theme;
}

function ofSize(value: number): SizeTheme<{value: never}> {
  return UniformSizeTheme({}, {value}) as unknown as SizeTheme<{value: never}>;
}

function colourOf(hex: string): Color {
  return Color(Number.parseInt(hex.slice(1), 16));
}
