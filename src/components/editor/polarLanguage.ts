import {StreamLanguage, type StringStream} from "@codemirror/language";

const keywords = new Set(["if", "and", "or", "not", "in", "forall", "cut", "debug", "print", "matches"]);
const heads = new Set(["permit", "refer", "forbid", "oblige"]);

/** Oso's Polar, token by token: enough to colour a rule. Oso itself says whether it parses. */
export const polarLanguage = StreamLanguage.define<null>({
  name: "polar",
  token: polarToken,
  languageData: {commentTokens: {line: "#"}, closeBrackets: {brackets: ["(", "[", "{", '"']}}
});

/** What stands at the stream, which is moved behind it; null for spaces and for names of no meaning of their own. */
function polarToken(stream: StringStream): string | null {
  const startsLine = stream.sol();
  if (stream.eatSpace()) return null;
  if (stream.eat("#")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
  const word = stream.match(/^[A-Za-z_]\w*/) as RegExpMatchArray | null;
  if (!word) {
    stream.next();
    return "punctuation";
  }
  if (startsLine && heads.has(word[0])) return "heading";
  if (keywords.has(word[0])) return "keyword";
  if (word[0] === "true" || word[0] === "false") return "bool";
  return word[0] !== "_" && stream.match(/^\s*:(?!:)/, false) ? "propertyName" : null;
}
