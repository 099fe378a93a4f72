import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {
  fileStem,
  type CohortSummary,
  type ReleasedTable,
  type ReleaseManifest,
  type TableName,
  type Tier,
  type Withheld
} from "../../src/model/release.js";
import type {Finding} from "../../src/model/privacy.js";
import type {Policy} from "../../src/policy/policy.js";
import type {Protection} from "../disclosure/protect.js";
import {addLevels, addTally, toPerCents, withheldCells, type CellsOfLevel, type Tally} from "../disclosure/tally.js";
import {
  authorizeTable,
  isAboutPeople,
  type AskedTrait,
  type Measured,
  type PlannedTable,
  type ReleaseRequest
} from "./authorize.js";
import {encryptedSink} from "./encrypt.js";
import {ParquetFile, type EncodedRowGroup} from "./parquet.js";
import {fileSink, type FileSink} from "./parquet/byteSink.js";
import {provenance} from "./provenance.js";
import {smaller, type ShardTable} from "./shardTask.js";

/** What the footer of every file says, once all is counted. */
export interface ReleaseFacts {
  cohort: CohortSummary;
  protection: Protection;
  variants: number;
  hashes: ReleaseManifest["hashes"];
  dataDate: string;
  version: string;
  audit: readonly Finding[];
}

/** Cells that disclosure control may hide, per row and table; tables of associations say themselves how many they have. */
const countColumns: Record<TableName, number> = {
  variants: 0,
  genotype_counts: 6,
  allele_counts: 2,
  association: 0,
  manhattan: 0,
  qq: 0,
  loci: 0,
  ld: 0,
  pca_density: 0,
  equity_genomics: 0,
  pgx_phenotypes: 1,
  pgx_results: 1,
  pgx_genes: 0,
  genes: 0,
  structure_residues: 0,
  structure_models: 0,
  structure_errors: 0,
  structure_frequencies: 2,
  tumour_resistance: 4,
  tumour_pairs: 4,
  tumour_cooccurrence: 4,
  tumour_oncoprint: 2,
  tumour_evidence: 0,
  people: 1,
  people_margins: 1,
  representation: 1,
  equity: 1,
  polygenic_scores: 0
};

/** A table of the release while it is written. */
export class TableFile {
  private readonly tally: Tally = {};
  private smallest: number | null = null;
  private cells: readonly CellsOfLevel[] | null = null;
  private limit: number | null = null;
  /** The table's numbers carry noise. */
  noisy = false;
  /** Of polygenic scores: where they were evaluated, and for whom they are shown. */
  score: Measured["score"];

  private constructor(
    readonly name: TableName,
    readonly tier: Tier,
    readonly trait: AskedTrait | undefined,
    private readonly file: string,
    private readonly disk: FileSink,
    private readonly parquet: ParquetFile
  ) {}

  /**
   * Opens `public/NAME.parquet` below `folder`, or `registered/NAME.parquet.age` for the readers of `recipients`; NAME is
   * the table, with its trait where it has one.
   */
  static async open(
    folder: string,
    {name, tier, trait}: PlannedTable,
    columns: EncodedRowGroup["columns"],
    recipients: readonly string[]
  ): Promise<TableFile> {
    const file = `${tier}/${fileStem({name, trait: trait?.id})}.parquet${tier === "registered" ? ".age" : ""}`;
    await mkdir(join(folder, tier), {recursive: true});
    const disk = await fileSink(join(folder, file));
    const sink = tier === "registered" ? await encryptedSink(disk, recipients) : disk;
    return new TableFile(name, tier, trait, file, disk, new ParquetFile(sink, columns));
  }

  async append({rowGroups, tally, smallest, cells, limit}: ShardTable): Promise<void> {
    for (const rowGroup of rowGroups) await this.parquet.append(rowGroup);
    addTally(this.tally, tally);
    if (cells) this.cells = addLevels(this.cells, cells);
    this.limit = limit ?? this.limit;
    this.smallest = smaller(this.smallest, smallest);
  }

  /** Asks the policy about the table as it is, and finishes the file if it may be released. */
  async close(
    policy: Policy,
    request: ReleaseRequest,
    facts: ReleaseFacts
  ): Promise<{table: ReleasedTable; withheld: Withheld[]}> {
    const {name, tier, trait, file} = this;
    // Nothing but cells of `allele_counts` is in it: what holds for these holds for it.
    const attacked = name === "structure_frequencies" ? "allele_counts" : name;
    const audit = facts.audit.filter(({table}) => table === `${tier}/${attacked}`);
    const enforced = audit.filter(({standing}) => standing === "enforced");
    const decision = await authorizeTable(policy, this, request, {
      smallest: this.smallest,
      rows: this.parquet.rows,
      noisy: this.noisy,
      score: this.score,
      audit: enforced.length === 0 ? "none" : enforced.every(({withstood}) => withstood) ? "passed" : "failed"
    });
    const withheld = this.withheld(facts);
    const {rows} = await this.parquet.close(
      provenance(facts.cohort, {table: name, tier, trait: trait?.id}, {...facts, audit, withheld})
    );
    const columns = [...this.parquet.columns];
    const written = {bytes: this.disk.bytes(), sha256: this.disk.sha256()};
    const table = {name, tier, ...(trait && {trait: trait.id}), file, ...written, rows, columns, decision};
    return {table, withheld};
  }

  /** `public/allele_counts`, `registered/association-EFO_0004339`: a name may stand for several files. */
  get id(): string {
    return `${this.tier}/${fileStem({name: this.name, trait: this.trait?.id})}`;
  }

  abort(): Promise<void> {
    return this.parquet.abort();
  }

  private withheld({cohort, protection: {groups, limit: ofClass}, variants}: ReleaseFacts): Withheld[] {
    const limit = this.limit ?? ofClass;
    if (limit === null) return [];
    const {name: table, tier, trait} = this;
    const rowsOf = (rows: number): number =>
      isAboutPeople(table) ? rows : variants * (table === "allele_counts" ? 1 : rows);
    const totals =
      this.cells?.map(({total}) => total) ?? groups.blocks.map(({rows}) => rowsOf(rows.length) * countColumns[table]);
    return withheldCells(
      cohort.class === "public-safe" && this.limit === null ? toPerCents(this.tally, totals) : this.tally,
      {
        table,
        tier,
        ...(trait && {trait: trait.id}),
        levels: this.cells?.map(({level}) => level) ?? groups.blocks.map(({level}) => level),
        totals,
        limit
      }
    );
  }
}
