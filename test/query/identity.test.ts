// @vitest-environment jsdom
import {beforeEach, describe, expect, it, vi} from "vitest";

const health = {code: "DUO:0000006", statement: "to learn which variants matter in asthma"};

async function fresh() {
  vi.resetModules();
  return import("../../src/query/identity.js");
}

describe("identity", () => {
  beforeEach(() => localStorage.clear());

  it("readIdentity() is a member of the public without a purpose until somebody chooses", async () => {
    const {hasPurpose, readIdentity} = await fresh();
    expect(readIdentity()).toMatchObject({role: "public", purpose: {code: "", statement: ""}});
    expect(hasPurpose(readIdentity())).toBe(false);
  });

  it("writeIdentity(choice) keeps role and purpose for the next page, under the same id", async () => {
    const first = await fresh();
    const {id} = first.writeIdentity({role: "researcher", purpose: health});
    const next = await fresh();
    expect(next.readIdentity()).toEqual({id, role: "researcher", purpose: health});
    expect(next.hasPurpose(next.readIdentity())).toBe(true);
  });

  it("keeps what the study concerns, and nothing where it concerns none of it", async () => {
    const {writeIdentity} = await fresh();
    writeIdentity({role: "researcher", purpose: {...health, concerns: ["sexual-health"]}});
    expect((await fresh()).readIdentity().purpose).toEqual({...health, concerns: ["sexual-health"]});
    (await fresh()).writeIdentity({role: "researcher", purpose: health});
    expect((await fresh()).readIdentity().purpose).toEqual(health);
  });

  it("readIdentity() falls back to the public when what is kept is damaged or names an unknown role", async () => {
    for (const kept of ["{", '"x"', "null", '{"id":"a","role":"admin","purpose":{"code":"","statement":""}}']) {
      localStorage.setItem("covenant.identity", kept);
      const {readIdentity} = await fresh();
      expect(readIdentity().role).toBe("public");
    }
  });

  it("onIdentityChange(listener) hears of changes here and in another tab, until it is stopped", async () => {
    const {onIdentityChange, writeIdentity} = await fresh();
    const roles: string[] = [];
    const stop = onIdentityChange(({role}) => roles.push(role));
    const {id} = writeIdentity({role: "policymaker", purpose: health});
    const elsewhere = JSON.stringify({id, role: "ethics_board", purpose: health});
    localStorage.setItem("covenant.identity", elsewhere);
    window.dispatchEvent(new StorageEvent("storage", {key: "covenant.identity", newValue: elsewhere}));
    window.dispatchEvent(new StorageEvent("storage", {key: "something else"}));
    stop();
    writeIdentity({role: "public", purpose: {code: "", statement: ""}});
    expect(roles).toEqual(["policymaker", "ethics_board"]);
  });

  it("writeIdentity(choice) lasts for the page where the browser forbids storage", async () => {
    const {readIdentity, writeIdentity} = await fresh();
    const blocked = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    writeIdentity({role: "researcher", purpose: health});
    blocked.mockRestore();
    expect(readIdentity().role).toBe("researcher");
  });
});
