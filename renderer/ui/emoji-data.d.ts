/** The lists are large: their types are said, not inferred. */
interface ListedEmoji {
  emoji: string;
  annotation: string;
  tags?: string[];
  shortcodes?: string[];
  group: number;
  order: number;
  /** Of the Emoji standard (UTS 51). */
  version: number;
  skins?: { emoji: string; tone: number | number[] }[];
}
declare module 'emoji-picker-element-data/en/github/data.json' {
  const all: ListedEmoji[];
  export default all;
}
declare module 'emoji-picker-element-data/ko/cldr-native/data.json' {
  const all: ListedEmoji[];
  export default all;
}
