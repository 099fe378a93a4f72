import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import type {
  CohortSummary,
  ReleasedTable,
  ReleaseManifest,
  TableName,
  Tier,
  Withheld
} from "../../src/model/release.js";
import type {Policy} from "../../src/policy/policy.js";
import type {Protection} from "../disclosure/protect.js";
import {addTally, withheldCells, type Tally} from "../disclosure/tally.js";
import {authorizeTable, type PlannedTable, type ReleaseRequest} from "./authorize.js";
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
}

/** Cells that disclosure control may hide, per row and table. */
const countColumns: Record<TableName, number> = {variants: 0, genotype_counts: 6, allele_counts: 2, people: 1};

/** A table of the release while it is written. */
export class TableFile {
  private readonly tally: Tally = {};
  private smallest: number | null = null;

  private constructor(
    readonly name: TableName,
    readonly tier: Tier,
    private readonly file: string,
    private readonly disk: FileSink,
    private readonly parquet: ParquetFile
  ) {}

  /** Opens `public/NAME.parquet` below `folder`, or `registered/NAME.parquet.age` for the readers of `recipients`. */
  static async open(
    folder: string,
    {name, tier}: PlannedTable,
    columns: EncodedRowGroup["columns"],
    recipients: readonly string[]
  ): Promise<TableFile> {
    const file = `${tier}/${name}.parquet${tier === "registered" ? ".age" : ""}`;
    await mkdir(join(folder, tier), {recursive: true});
    const disk = await fileSink(join(folder, file));
    const sink = tier === "registered" ? await encryptedSink(disk, recipients) : disk;
    return new TableFile(name, tier, file, disk, new ParquetFile(sink, columns));
  }

  async append({rowGroups, tally, smallest}: ShardTable): Promise<void> {
    for (const rowGroup of rowGroups) await this.parquet.append(rowGroup);
    addTally(this.tally, tally);
    this.smallest = smaller(this.smallest, smallest);
  }

  /** Asks the policy about the table as it is, and finishes the file if it may be released. */
  async close(
    policy: Policy,
    request: ReleaseRequest,
    facts: ReleaseFacts
  ): Promise<{table: ReleasedTable; withheld: Withheld[]}> {
    const {name, tier, file} = this;
    const measured = {smallest: this.smallest, rows: this.parquet.rows};
    const decision = await authorizeTable(policy, this, request, measured);
    const withheld = this.withheld(facts);
    const {rows} = await this.parquet.close(provenance(facts.cohort, {table: name, tier}, {...facts, withheld}));
    const columns = [...this.parquet.columns];
    const written = {bytes: this.disk.bytes(), sha256: this.disk.sha256()};
    return {table: {name, tier, file, ...written, rows, columns, decision}, withheld};
  }

  abort(): Promise<void> {
    return this.parquet.abort();
  }

  private withheld({protection: {groups, limit}, variants}: ReleaseFacts): Withheld[] {
    if (limit === null) return [];
    const {name: table, tier} = this;
    const rowsOf = (rows: number): number =>
      table === "people" ? rows : variants * (table === "allele_counts" ? 1 : rows);
    return withheldCells(this.tally, {
      table,
      tier,
      levels: groups.blocks.map(({level}) => level),
      totals: groups.blocks.map(({rows}) => rowsOf(rows.length) * countColumns[table]),
      limit
    });
  }
}
