//! What looks on while an accessor is read, and notes what is wrong with its numbers.

use super::accessors::{Accessor, Layout};
use super::code::Code;
use super::elements::{Test, fraction};
use super::schema_core::FLOAT;

/// Lengths of 1 as 8-bit integers can say them: slightly more than the largest error of normalised bytes in three and in four dimensions.
const VECTOR3_TOLERANCE: f64 = 0.00674;
pub(super) const VECTOR4_TOLERANCE: f64 = 0.00769;

/// Findings that one look keeps.
const FINDINGS_MAX: usize = 256;

/// One thing that is wrong with the data.
pub(super) struct Finding {
    pub code: Code,
    /// Where below the place that asked.
    pub below: Vec<&'static str>,
    pub details: Vec<String>,
}

/// What is wrong with the data of an accessor.
#[derive(Default)]
pub(super) struct Findings(pub Vec<Finding>);

impl Findings {
    fn add(&mut self, code: Code, details: &[&dyn ToString]) {
        self.below(code, &[], details);
    }

    fn below(&mut self, code: Code, below: &[&'static str], details: &[&dyn ToString]) {
        if self.0.len() < FINDINGS_MAX {
            let details = details.iter().map(|detail| detail.to_string()).collect();
            self.0.push(Finding { code, below: below.to_vec(), details });
        }
    }
}

/// One look at the data.
pub(super) enum Probe<'a> {
    Finite,
    Bound(Bound<'a>),
    UnitVectors { layout: Layout<'a>, squares: f64 },
    Clamped,
    Times { last: f64 },
    Rotations { layout: Layout<'a>, is_cubic: bool, squares: f64 },
    InverseBindMatrices,
    Indices(Indices),
}

/// `min` or `max` beside what the data say.
pub(super) struct Bound<'a> {
    is_max: bool,
    is_single: bool,
    declared: &'a [f64],
    actual: Vec<f64>,
    beyond: Vec<u64>,
}

/// Indices of vertices.
pub(super) struct Indices {
    vertices: u64,
    are_triangles: bool,
    restart: f64,
    corners: [f64; 3],
    count: u64,
    degenerate: u64,
}

impl<'a> Probe<'a> {
    /// What every accessor says of its own data.
    pub fn of_accessor(accessor: &'a Accessor) -> Vec<Self> {
        let is_float = accessor.layout.component_type == Some(FLOAT);
        let bound = |is_max: bool, declared: &'a Vec<f64>| {
            Self::Bound(Bound {
                is_max,
                is_single: is_float,
                declared,
                actual: Vec::new(),
                beyond: vec![0; declared.len()],
            })
        };
        let finite = is_float.then_some(Self::Finite);
        let min = accessor.min.as_ref().map(|min| bound(false, min));
        let max = accessor.max.as_ref().map(|max| bound(true, max));
        finite.into_iter().chain(min).chain(max).collect()
    }

    pub fn of_test(test: Test, accessor: &'a Accessor) -> Self {
        let layout = accessor.layout;
        match test {
            Test::UnitVectors => Self::UnitVectors { layout, squares: 0.0 },
            Test::Clamped => Self::Clamped,
            Test::Times => Self::Times { last: 0.0 },
            Test::Rotations { is_cubic } => Self::Rotations { layout, is_cubic, squares: 0.0 },
            Test::InverseBindMatrices => Self::InverseBindMatrices,
            Test::Indices { vertices, are_triangles } => {
                let restart = match accessor.component_bytes() {
                    1 => u8::MAX.into(),
                    2 => u16::MAX.into(),
                    _ => u32::MAX,
                };
                let restart = f64::from(restart);
                Self::Indices(Indices { vertices, are_triangles, restart, corners: [0.0; 3], count: 0, degenerate: 0 })
            }
        }
    }

    /// One number: its index among all components of all elements, and its component.
    pub fn take(&mut self, index: u64, component: usize, value: f64, findings: &mut Findings) {
        match self {
            Self::Finite if !value.is_finite() => findings.add(Code::AccessorInvalidFloat, &[&index, &value]),
            Self::Finite => {}
            Self::Bound(bound) => bound.take(component, value),
            Self::UnitVectors { layout, squares } => {
                let value = fraction(*layout, value);
                match component {
                    3 if value.abs() != 1.0 => findings.add(Code::AccessorInvalidSign, &[&index, &value]),
                    3 => {}
                    _ => *squares += value * value,
                }
                if component == 2 {
                    let length = std::mem::take(squares).sqrt();
                    // Not a number is a finding of its own.
                    if (length - 1.0).abs() > VECTOR3_TOLERANCE {
                        findings.add(Code::AccessorVector3NonUnit, &[&index, &length]);
                    }
                }
            }
            Self::Clamped if !(0.0..=1.0).contains(&value) && !value.is_nan() => {
                findings.add(Code::AccessorNonClamped, &[&index, &value]);
            }
            Self::Clamped => {}
            Self::Times { last } if value >= 0.0 => {
                if index > 0 && value <= *last {
                    findings.add(Code::AccessorAnimationInputNonIncreasing, &[&index, &value]);
                }
                *last = value;
            }
            Self::Times { .. } if value < 0.0 => findings.add(Code::AccessorAnimationInputNegative, &[&index, &value]),
            Self::Times { .. } => {}
            Self::Rotations { layout, is_cubic, squares } => {
                // Tangents stand before and after each value of a spline.
                if *is_cubic && index / 4 % 3 != 1 {
                    return;
                }
                *squares += fraction(*layout, value).powi(2);
                if component == 3 {
                    let length = std::mem::take(squares).sqrt();
                    if (length - 1.0).abs() > VECTOR4_TOLERANCE {
                        let code = Code::AccessorAnimationSamplerOutputNonNormalizedQuaternion;
                        findings.add(code, &[&index, &length]);
                    }
                }
            }
            Self::InverseBindMatrices => {
                let expected = if component == 15 { 1.0 } else { 0.0 };
                if component % 4 == 3 && value != expected {
                    findings.add(Code::AccessorInvalidIbm, &[&index, &value]);
                }
            }
            Self::Indices(indices) => indices.take(index, value, findings),
        }
    }

    /// After the last number.
    pub fn end(&mut self, findings: &mut Findings) {
        match self {
            Self::Bound(bound) => bound.end(findings),
            Self::Indices(Indices { count, degenerate, .. }) if *degenerate > 0 => {
                findings.add(Code::AccessorIndexTriangleDegenerate, &[degenerate, &(*count / 3)]);
            }
            _ => {}
        }
    }
}

impl Bound<'_> {
    /// JSON has doubles; a bound of floats means the nearest float.
    fn declared(&self, component: usize) -> f64 {
        let declared = self.declared[component];
        if self.is_single { f64::from(declared as f32) } else { declared }
    }

    fn is_beyond(&self, value: f64, bound: f64) -> bool {
        if self.is_max { value > bound } else { value < bound }
    }

    fn take(&mut self, component: usize, value: f64) {
        if self.actual.len() <= component {
            self.actual.push(value);
        } else if self.is_beyond(value, self.actual[component]) {
            self.actual[component] = value;
        }
        if component < self.declared.len() && self.is_beyond(value, self.declared(component)) {
            self.beyond[component] += 1;
        }
    }

    fn end(&self, findings: &mut Findings) {
        const COMPONENTS: [&str; 16] =
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
        let (key, mismatch, outside) = if self.is_max {
            ("max", Code::AccessorMaxMismatch, Code::AccessorElementOutOfMaxBound)
        } else {
            ("min", Code::AccessorMinMismatch, Code::AccessorElementOutOfMinBound)
        };
        for (component, (actual, name)) in self.actual.iter().zip(COMPONENTS).enumerate().take(self.declared.len()) {
            let declared = self.declared(component);
            if declared == *actual {
                continue;
            }
            findings.below(mismatch, &[key, name], &[&declared, actual]);
            if self.beyond[component] > 0 {
                findings.below(outside, &[key, name], &[&self.beyond[component], &declared]);
            }
        }
    }
}

impl Indices {
    fn take(&mut self, index: u64, value: f64, findings: &mut Findings) {
        if value >= self.vertices as f64 {
            findings.add(Code::AccessorIndexOob, &[&index, &value]);
        }
        if value == self.restart {
            findings.add(Code::AccessorIndexPrimitiveRestart, &[&index, &value]);
        }
        self.corners[(index % 3) as usize] = value;
        self.count = index + 1;
        let [a, b, c] = self.corners;
        if self.are_triangles && index % 3 == 2 && (a == b || b == c || c == a) {
            self.degenerate += 1;
        }
    }
}
