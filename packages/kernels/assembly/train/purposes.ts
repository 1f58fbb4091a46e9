/** Purposes of draws, as in purpose.ts of @reluctant/random. */
export const purposeTrain: u32 = 3;
export const purposeEvaluate: u32 = 4;
export const purposeDropout: u32 = 5;
export const purposeEvaluateDropout: u32 = 8;
