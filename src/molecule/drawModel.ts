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
import {
  confidenceBand,
  confidenceBands,
  type DrawModel,
  type MarkedResidue,
  type ModelFile
} from "../model/structure.js";

/** Radius of a marked residue's ball, and of one that is to be seen among the others, in ångström. */
const ballRadius = 1.9;
const largeRadius = 3.2;

/** See `DrawModel`. A reader turns the model with the pointer. Nothing is fetched. */
export const drawModel: DrawModel = async (canvas, file, marked, background, onPick) => {
  const structure = Structure.ofModel((await trajectoryOf(file)).representative);
  const assetManager = new AssetManager();
  fitPixels(canvas);
  const context = Canvas3DContext.fromCanvas(canvas, assetManager);
  const canvas3d = Canvas3D.create(context);
  canvas3d.setProps({
    renderer: {backgroundColor: colourOf(background)},
    camera: {helper: {axes: {name: "off", params: {}}}}
  });
  const surroundings = {
    webgl: canvas3d.webgl,
    colorThemeRegistry: ColorTheme.createRegistry(),
    sizeThemeRegistry: SizeTheme.createRegistry()
  };
  // Helices and strands are worked out from the coordinates.
  await CartoonRepresentationProvider.ensureCustomProperties?.attach(
    {runtime: SyncRuntimeContext, assetManager},
    structure
  );
  const ribbon = CartoonRepresentationProvider.factory(surroundings, CartoonRepresentationProvider.getParams);
  ribbon.setTheme({color: coloured(bandColour), size: ofSize(1)});
  await ribbon.createOrUpdate(CartoonRepresentationProvider.defaultValues, structure).run();
  canvas3d.add(ribbon);

  let balls: ReturnType<typeof SpacefillRepresentationProvider.factory> | null = null;
  await mark(marked);
  canvas3d.animate();
  canvas3d.requestCameraReset({durationMs: 0});
  const picking = canvas3d.interaction.click.subscribe(({current: {loci}}) => {
    if (!StructureElement.Loci.is(loci) || StructureElement.Loci.isEmpty(loci)) return;
    onPick(residueOf(StructureElement.Loci.getFirstLocation(loci)!));
  });
  const resized = new ResizeObserver(() => {
    fitPixels(canvas);
    canvas3d.requestResize();
  });
  resized.observe(canvas);
  return {
    mark,
    dispose() {
      resized.disconnect();
      picking.unsubscribe();
      canvas3d.dispose();
      context.dispose();
    }
  };

  async function mark(wanted: readonly MarkedResidue[]): Promise<void> {
    if (balls) {
      canvas3d.remove(balls);
      balls.destroy();
      balls = null;
    }
    const colours = new Map(wanted.map(({index, colour}) => [index, colourOf(colour)]));
    const large = new Set(wanted.flatMap(({index, large}) => (large ? [index] : [])));
    const carbons = alphaCarbons(structure, (residue) => colours.has(residue));
    if (carbons.elementCount > 0) {
      balls = SpacefillRepresentationProvider.factory(surroundings, SpacefillRepresentationProvider.getParams);
      balls.setTheme({
        color: coloured((location) => colours.get(residueOf(location))!),
        size: sized((location) => (large.has(residueOf(location)) ? largeRadius : ballRadius))
      });
      await balls.createOrUpdate({...SpacefillRepresentationProvider.defaultValues, sizeFactor: 1}, carbons).run();
      canvas3d.add(balls);
    }
    canvas3d.commit(true);
    canvas3d.requestDraw();
  }
};

/** As many pixels as the screen has where the canvas stands. */
function fitPixels(canvas: HTMLCanvasElement): void {
  const {width, height} = canvas.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
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

function sized(sizeAt: (location: StructureElement.Location) => number): SizeTheme<{}> {
  const theme: SizeTheme<{}> = {
    factory: () => theme,
    granularity: "group",
    size: (location: Location) => (StructureElement.Location.is(location) ? sizeAt(location) : ballRadius),
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
