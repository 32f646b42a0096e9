//! The numbers of the formulas, in memory.
//!
//! Written into the code, each would be built anew in every turn of a loop by the V8 of Node 24 and later, from two
//! halves; loaded, it costs a load. Smaller it is too: 8 bytes, where a constant of two lanes takes 18.

use core::f64::consts::LN_2;
use core::hint::black_box;

/// All of them.
pub struct Table {
    /// Of [`super::half_versine`].
    pub versine: [f64; 3],
    /// The upper terms of it.
    pub versine_upper: [f64; 4],
    /// Of [`super::half_sine_rest`].
    pub sine_rest: [f64; 2],
    /// The upper terms of it.
    pub sine_upper: [f64; 4],
    /// Of [`super::exp2_normal`].
    pub exp2: [f64; 11],
    /// Of the series of a logarithm.
    pub log2: [f64; 7],
    /// 2/ln 2, its head and the rest.
    pub two_over_ln_2: [f64; 3],
    /// Added to a number below 2⁵¹, this leaves its nearest integer in the last bits.
    pub round: f64,
    /// The bits of a head.
    pub head: u64,
    /// 1.
    pub one: f64,
    /// 4.
    pub four: f64,
}

static TABLE: Table = Table {
    versine: [2.467_401_100_272_339_5, -2.029_356_063_208_332_3, 0.667_631_384_421_544_8],
    versine_upper: [
        -0.117_665_314_881_052_18,
        0.012_903_437_587_383_814,
        -0.000_964_670_086_640_948_6,
        5.149_016_472_593_558_6e-5,
    ],
    sine_rest: [-2.583_856_390_024_951, 1.275_082_019_933_187_6],
    sine_upper: [
        -0.299_632_264_271_228_8,
        0.041_072_929_132_814_2,
        -0.003_684_939_036_697_632_3,
        0.000_230_404_007_311_831_37,
    ],
    exp2: [
        LN_2,
        0.240_226_506_959_101_33,
        0.055_504_108_664_821_74,
        0.009_618_129_107_593_333,
        0.001_333_355_814_637_910_6,
        0.000_154_035_304_580_777_9,
        1.525_273_386_746_866e-5,
        1.321_543_481_779_390_2e-6,
        1.017_804_649_323_372_8e-7,
        7.073_860_031_685_239e-9,
        4.457_382_254_303_288e-10,
    ],
    log2: [
        0.333_333_333_333_340_5,
        0.199_999_999_995_070_5,
        0.142_857_144_092_662_6,
        0.111_110_958_207_760_5,
        0.090_919_457_612_242_67,
        0.076_531_616_612_526_35,
        0.074_340_805_933_958_67,
    ],
    two_over_ln_2: [2.885_390_081_777_926_8, 2.885_390_043_258_667, 3.851_925_982_253_235e-8],
    round: 6_755_399_441_055_744.0,
    head: 0xffff_ffff_f800_0000,
    one: 1.0,
    four: 4.0,
};

/// The numbers; the compiler is kept from seeing which.
#[inline(always)]
pub fn table() -> &'static Table {
    black_box(&TABLE)
}
