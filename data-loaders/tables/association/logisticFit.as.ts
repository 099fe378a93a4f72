/**
 * The sums over people of a logistic regression: score and information at given coefficients, the penalty of Firth, and
 * the cumulants of a score statistic.
 *
 * `rows`: people × q, f64, q even: covariates, then the dosage of the variant, then a zero where needed for evenness.
 * `y`: 1 case, 0 control. `weight`: 1, or 0 for who is left out of a fit. Numbers of people are even: a last row of
 * weight 0 is added where needed.
 */
export function heapBase(): usize {
  return __heap_base;
}

/** exp of two numbers between −708 and 708, relative error below 4e-16. */
function exp2x(x: v128): v128 {
  const shift = f64x2.splat(6755399441055744.0);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), shift);
  const k = f64x2.sub(shifted, shift);
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  let s = f64x2.splat(1.6059043836821613e-10);
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(2.08767569878681e-9));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(2.505210838544172e-8));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(2.755731922398589e-7));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(2.7557319223985893e-6));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(2.48015873015873e-5));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(1.984126984126984e-4));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(1.388888888888889e-3));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(8.333333333333333e-3));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(4.1666666666666664e-2));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(0.16666666666666666));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(0.5));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(1.0));
  s = f64x2.add(f64x2.mul(s, r), f64x2.splat(1.0));
  // The low bits of `shifted` are k; in the exponent's place they multiply by 2^k.
  return i64x2.add(s, i64x2.shl(shifted, 52));
}

function clamp(x: v128): v128 {
  return f64x2.max(f64x2.min(x, f64x2.splat(700)), f64x2.splat(-700));
}

/** Dosages of the people of a model into column `column` of `rows`; `mean` for a missing genotype. Returns how many miss. */
export function setDosages(
  genotypes: usize,
  person: usize,
  people: i32,
  mean: f64,
  rows: usize,
  q: i32,
  column: i32,
  weight: usize,
  weightOfMissing: f64
): i32 {
  const stride = (<usize>q) << 3;
  let at = rows + ((<usize>column) << 3);
  let count = 0;
  for (let i = 0; i < people; ++i) {
    const who = load<i32>(person + ((<usize>i) << 2));
    const code = (load<u8>(genotypes + <usize>(who >> 2)) >> (<u8>((who & 3) << 1))) & 3;
    store<f64>(at, code == 0 ? 2.0 : code == 1 ? mean : code == 2 ? 1.0 : 0.0);
    store<f64>(weight + ((<usize>i) << 3), code == 1 ? weightOfMissing : 1.0);
    if (code == 1) ++count;
    at += stride;
  }
  return count;
}

/** Σ of `row` × `beta` of one person. */
function dot(row: usize, beta: usize, pairs: i32): f64 {
  let sum = f64x2.splat(0);
  for (let k: usize = 0; k < <usize>pairs; ++k)
    sum = f64x2.add(sum, f64x2.mul(v128.load(row + (k << 4)), v128.load(beta + (k << 4))));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * At the coefficients `beta` (q): `score` (q), the upper triangle of `information` (q × q), and per person `mu` and the
 * information weight `w`.
 */
export function evaluate(
  rows: usize,
  y: usize,
  weight: usize,
  people: i32,
  q: i32,
  beta: usize,
  score: usize,
  information: usize,
  mu: usize,
  w: usize
): void {
  const pairs = q >> 1;
  const stride = (<usize>q) << 3;
  const one = f64x2.splat(1);
  memory.fill(score, 0, stride);
  memory.fill(information, 0, stride * <usize>q);
  for (let first = 0; first < people; first += 128) {
    const n = min(128, people - first);
    const block = rows + <usize>first * stride;
    const at = (<usize>first) << 3;
    for (let i: usize = 0; i < <usize>n; i += 2) {
      const row = block + i * stride;
      const eta = f64x2.replace_lane(f64x2.splat(dot(row, beta, pairs)), 1, dot(row + stride, beta, pairs));
      const m = f64x2.div(one, f64x2.add(one, exp2x(clamp(f64x2.neg(eta)))));
      const person = at + (i << 3);
      const used = v128.load(weight + person);
      v128.store(mu + person, m);
      v128.store(w + person, f64x2.mul(used, f64x2.mul(m, f64x2.sub(one, m))));
      const residual = f64x2.mul(used, f64x2.sub(v128.load(y + person), m));
      const r0 = f64x2.splat(f64x2.extract_lane(residual, 0));
      const r1 = f64x2.splat(f64x2.extract_lane(residual, 1));
      for (let k: usize = 0; k < <usize>pairs; ++k) {
        const c = k << 4;
        const add = f64x2.add(f64x2.mul(r0, v128.load(row + c)), f64x2.mul(r1, v128.load(row + stride + c)));
        v128.store(score + c, f64x2.add(v128.load(score + c), add));
      }
    }
    for (let j = 0; j < q; j += 2) addRows(block, w + at, n, stride, j, q, information);
  }
}

/** Adds Σ w x_j x_k of some people to rows j and j + 1 of the information, in columns j to q. */
function addRows(block: usize, w: usize, n: i32, stride: usize, j: i32, q: i32, information: usize): void {
  // Eight columns at a time: their sums stay in registers.
  for (let k = j; k < q; k += 8) {
    const width = min(8, q - k) >> 1;
    const out = information + <usize>j * stride + ((<usize>k) << 3);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let a2 = f64x2.splat(0);
    let a3 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let b2 = f64x2.splat(0);
    let b3 = f64x2.splat(0);
    let row = block;
    if (width == 4) {
      for (let i: usize = 0; i < <usize>n; ++i) {
        const scale = load<f64>(w + (i << 3));
        const xa = f64x2.splat(scale * load<f64>(row + ((<usize>j) << 3)));
        const xb = f64x2.splat(scale * load<f64>(row + ((<usize>j) << 3), 8));
        const from = row + ((<usize>k) << 3);
        const x0 = v128.load(from);
        const x1 = v128.load(from, 16);
        const x2 = v128.load(from, 32);
        const x3 = v128.load(from, 48);
        a0 = f64x2.add(a0, f64x2.mul(xa, x0));
        a1 = f64x2.add(a1, f64x2.mul(xa, x1));
        a2 = f64x2.add(a2, f64x2.mul(xa, x2));
        a3 = f64x2.add(a3, f64x2.mul(xa, x3));
        b0 = f64x2.add(b0, f64x2.mul(xb, x0));
        b1 = f64x2.add(b1, f64x2.mul(xb, x1));
        b2 = f64x2.add(b2, f64x2.mul(xb, x2));
        b3 = f64x2.add(b3, f64x2.mul(xb, x3));
        row += stride;
      }
    } else {
      for (let i: usize = 0; i < <usize>n; ++i) {
        const scale = load<f64>(w + (i << 3));
        const xa = f64x2.splat(scale * load<f64>(row + ((<usize>j) << 3)));
        const xb = f64x2.splat(scale * load<f64>(row + ((<usize>j) << 3), 8));
        const from = row + ((<usize>k) << 3);
        const x0 = v128.load(from);
        a0 = f64x2.add(a0, f64x2.mul(xa, x0));
        b0 = f64x2.add(b0, f64x2.mul(xb, x0));
        if (width > 1) {
          const x1 = v128.load(from, 16);
          a1 = f64x2.add(a1, f64x2.mul(xa, x1));
          b1 = f64x2.add(b1, f64x2.mul(xb, x1));
        }
        if (width > 2) {
          const x2 = v128.load(from, 32);
          a2 = f64x2.add(a2, f64x2.mul(xa, x2));
          b2 = f64x2.add(b2, f64x2.mul(xb, x2));
        }
        row += stride;
      }
    }
    addTo(out, a0);
    addTo(out + stride, b0);
    if (width > 1) {
      addTo(out + 16, a1);
      addTo(out + stride + 16, b1);
    }
    if (width > 2) {
      addTo(out + 32, a2);
      addTo(out + stride + 32, b2);
    }
    if (width > 3) {
      addTo(out + 48, a3);
      addTo(out + stride + 48, b3);
    }
  }
}

function addTo(at: usize, sum: v128): void {
  v128.store(at, f64x2.add(v128.load(at), sum));
}

/**
 * Adds Firth's correction to `score`: Σ h (½ − mu) x, where h is the leverage w x′ I⁻¹ x and `inverse` (q × q) is I⁻¹,
 * both triangles.
 */
export function addFirth(rows: usize, people: i32, q: i32, mu: usize, w: usize, inverse: usize, score: usize): void {
  const pairs = q >> 1;
  const stride = (<usize>q) << 3;
  let row = rows;
  for (let i: usize = 0; i < <usize>people; ++i) {
    const wi = load<f64>(w + (i << 3));
    if (wi != 0) {
      let leverage = 0.0;
      for (let j = 0; j < q; ++j)
        leverage += load<f64>(row + ((<usize>j) << 3)) * dot(row, inverse + <usize>j * stride, pairs);
      const change = wi * leverage * (0.5 - load<f64>(mu + (i << 3)));
      for (let j = 0; j < q; ++j) {
        const at = score + ((<usize>j) << 3);
        store<f64>(at, load<f64>(at) + change * load<f64>(row + ((<usize>j) << 3)));
      }
    }
    row += stride;
  }
}

/** Dosage left over by the covariates: `adjusted` = Σ of row × `gamma`, per person, times the weight. */
export function adjust(rows: usize, weight: usize, people: i32, q: i32, gamma: usize, adjusted: usize): void {
  const stride = (<usize>q) << 3;
  for (let i: usize = 0; i < <usize>people; ++i)
    store<f64>(adjusted + (i << 3), load<f64>(weight + (i << 3)) * dot(rows + i * stride, gamma, q >> 1));
}

/** Σ of `third` × (dosage − centre)³ over people: the third cumulant of a score, but for the covariates. */
export function roughThird(
  rows: usize,
  q: i32,
  column: i32,
  weight: usize,
  third: usize,
  people: i32,
  centre: f64
): f64 {
  const stride = (<usize>q) << 3;
  let at = rows + ((<usize>column) << 3);
  let sum = 0.0;
  for (let i: usize = 0; i < <usize>people; ++i) {
    const d = load<f64>(at) - centre;
    sum += load<f64>(weight + (i << 3)) * load<f64>(third + (i << 3)) * d * d * d;
    at += stride;
  }
  return sum;
}

/**
 * The cumulant-generating function of Σ adjusted × (y − mu) at `t`, and its first three derivatives: into `out`
 * (4 × f64). Logarithms are taken of products of eight factors, which |t × adjusted| below 80 keeps finite.
 */
export function cumulants(adjusted: usize, mu: usize, people: i32, t: f64, out: usize): void {
  const one = f64x2.splat(1);
  const at = f64x2.splat(t);
  let logs = 0.0;
  let mean = f64x2.splat(0);
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let third = f64x2.splat(0);
  let factors = one;
  for (let i: usize = 0; i < <usize>people; i += 2) {
    const g = v128.load(adjusted + (i << 3));
    const m = v128.load(mu + (i << 3));
    const tilted = f64x2.mul(m, exp2x(clamp(f64x2.mul(at, g))));
    const factor = f64x2.add(f64x2.sub(one, m), tilted);
    const p = f64x2.div(tilted, factor);
    const v = f64x2.mul(p, f64x2.sub(one, p));
    const gm = f64x2.mul(g, m);
    const g2v = f64x2.mul(f64x2.mul(g, g), v);
    mean = f64x2.add(mean, gm);
    first = f64x2.add(first, f64x2.sub(f64x2.mul(g, p), gm));
    second = f64x2.add(second, g2v);
    third = f64x2.add(third, f64x2.mul(f64x2.mul(g2v, g), f64x2.sub(one, f64x2.add(p, p))));
    factors = f64x2.mul(factors, factor);
    if ((i & 14) == 14) {
      logs += Math.log(f64x2.extract_lane(factors, 0)) + Math.log(f64x2.extract_lane(factors, 1));
      factors = one;
    }
  }
  logs += Math.log(f64x2.extract_lane(factors, 0)) + Math.log(f64x2.extract_lane(factors, 1));
  store<f64>(out, logs - t * (f64x2.extract_lane(mean, 0) + f64x2.extract_lane(mean, 1)));
  store<f64>(out, f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1), 8);
  store<f64>(out, f64x2.extract_lane(second, 0) + f64x2.extract_lane(second, 1), 16);
  store<f64>(out, f64x2.extract_lane(third, 0) + f64x2.extract_lane(third, 1), 24);
}
