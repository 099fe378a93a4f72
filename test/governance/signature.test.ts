import {describe, expect, it} from "vitest";
import {isSigned, newSecretKey, publicKeyOf, signStatement} from "../../src/governance/signature.js";

// RFC 8032, section 7.1, test 1.
const secret = "ed25519-secret:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

describe("publicKeyOf(secret)", () => {
  it("gives the public key of RFC 8032, section 7.1, test 1", () => {
    expect(publicKeyOf(secret)).toBe("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  });

  it("throws without repeating what is no key", () => {
    expect(() => publicKeyOf("ed25519-secret:hush")).toThrow(
      "not a signing key: expected ed25519-secret: and 64 hexadecimal digits"
    );
  });
});

describe("signStatement(statement, secret)", () => {
  const signed = signStatement({kind: "vote", verdict: "approve", reasons: ["clear"]}, secret);

  it("is deterministic and holds whatever the order of the fields", () => {
    expect(
      signStatement({verdict: "approve", reasons: ["clear"], kind: "vote"} as typeof signed.statement, secret)
    ).toEqual(signed);
    expect(isSigned(signed)).toBe(true);
  });

  it("does not hold for another statement, key or signature", () => {
    expect(isSigned({...signed, statement: {...signed.statement, verdict: "reject"} as never})).toBe(false);
    expect(isSigned({...signed, key: publicKeyOf(newSecretKey())})).toBe(false);
    for (const signature of ["", "00".repeat(64), `${signed.signature}00`, "no hex"])
      expect(isSigned({...signed, signature})).toBe(false);
  });
});
