import {EigenvalueDecomposition, Matrix, SingularValueDecomposition} from "ml-matrix";

/** Puts a new person beside reference people: `along` the reference's components, and `apart` of all of them. */
export type PlacePerson = (along: Float64Array, apart: number) => Float64Array;

/**
 * Places new people among the principal components of a reference, given the singular values of its standardised
 * genotypes (variants × people), largest first. `along` are products of the person's standardised genotypes with the
 * unit loadings, `apart` is the length of what they leave of the genotypes. Coordinates are on the scale of the
 * reference's own: singular value × unit eigenvector.
 *
 * A component fits the noise of those who define it, so that `along` by itself lies nearer to 0 than a reference person
 * like the new one would. Here the person is added to the reference and its components are found again (of all but the
 * first ones only their length counts); then the reference's people, as they lie now, are turned and scaled onto where
 * they lay, and the person with them.
 *
 * Zhang, Dey & Lee 2020, Bioinformatics 36:3439: online augmentation, decomposition, transformation; as in Privé et al.
 * 2020, Bioinformatics 36:4449.
 */
export function placeByAugmenting(singularValues: ArrayLike<number>): PlacePerson {
  const count = singularValues.length;
  const d = Array.from(singularValues);
  return (along, apart) => {
    // [D b; 0 h]ᵀ [D b; 0 h]: with the person, the reference's inner products in the coordinates of its own people.
    const inner = Matrix.zeros(count + 1, count + 1);
    let square = apart * apart;
    for (let i = 0; i < count; ++i) {
      inner.set(i, i, d[i] * d[i]);
      inner.set(i, count, d[i] * along[i]);
      inner.set(count, i, d[i] * along[i]);
      square += along[i] * along[i];
    }
    inner.set(count, count, square);
    const found = new EigenvalueDecomposition(inner, {assumeSymmetric: true});
    // Ascending: the last are the largest, and the very first is what was added.
    const column = (c: number): number => count - c;
    const vectors = found.eigenvectorMatrix;
    const lengths = d.map((_, c) => Math.sqrt(Math.max(0, found.realEigenvalues[column(c)])));
    const placed = lengths.map((length, c) => vectors.get(count, column(c)) * length);
    // The reference's people as they lie now, A, against where they lay, D: the turn is that of the polar form of Aᵀ D.
    const product = Matrix.zeros(count, count);
    let size = 0;
    for (let c = 0; c < count; ++c)
      for (let i = 0; i < count; ++i) {
        const value = vectors.get(i, column(c)) * lengths[c];
        product.set(c, i, value * d[i]);
        size += value * value;
      }
    const {leftSingularVectors, rightSingularVectors, diagonal} = new SingularValueDecomposition(product);
    const scale = diagonal.reduce((sum, value) => sum + value, 0) / size;
    const turn = leftSingularVectors.mmul(rightSingularVectors.transpose());
    return Float64Array.from({length: count}, (_, j) =>
      placed.reduce((sum, value, c) => sum + scale * value * turn.get(c, j), 0)
    );
  };
}
