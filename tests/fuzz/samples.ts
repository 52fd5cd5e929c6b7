/** Values that fit a schema, or nearly: whatever may be said is tried, also what was added since. */
import type { Schema } from '../../protocol';
import type { Dice } from './dice';

/** What is used of a schema (valibot 1). */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly items?: readonly Shape[];
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly value?: Shape;
}

/** @param words what a text may be: ids, names, texts */
export function sampleOf(dice: Dice, schema: Schema, words: readonly string[]): unknown {
  return sample(schema as unknown as Shape, 0);

  function sample(shape: Shape, depth: number): unknown {
    switch (shape.type) {
      case 'object':
      case 'strict_object':
      case 'loose_object':
        return Object.fromEntries(
          Object.entries(shape.entries ?? {}).flatMap(([name, inner]) => {
            const said = sample(inner, depth + 1);
            return said === undefined ? [] : [[name, said]];
          }),
        );
      case 'optional':
      case 'nullish':
      case 'exact_optional':
        return shape.wrapped && dice.chance(0.5) ? sample(shape.wrapped, depth) : undefined;
      case 'nullable':
        return shape.wrapped && dice.chance(0.7) ? sample(shape.wrapped, depth) : null;
      case 'array': {
        const { item } = shape;
        return item ? Array.from({ length: dice.below(4) }, () => sample(item, depth + 1)) : [];
      }
      case 'tuple':
        return (shape.items ?? []).map((item) => sample(item, depth + 1));
      case 'union':
      case 'variant':
        return sample(dice.one((shape.options ?? []) as readonly Shape[]), depth);
      case 'picklist':
        return dice.one(shape.options ?? [null]);
      case 'literal':
        return shape.literal;
      case 'string':
        return dice.one(words);
      case 'number':
        return dice.chance(0.8) ? dice.below(60) : dice.below(1e9);
      case 'boolean':
        return dice.chance(0.5);
      case 'record':
        return shape.value ? { [dice.one(words)]: sample(shape.value, depth + 1) } : {};
      default:
        return dice.one<unknown>([null, 1, 'x', { a: [1, 2] }]);
    }
  }
}
