/** htl 0.3 has no types of its own; later versions cannot be resolved by Framework's bundler. */
declare module "htl" {
  interface Tag {
    (strings: TemplateStringsArray, ...values: unknown[]): Node | null;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  }
  export const html: Tag;
  export const svg: Tag;
}
