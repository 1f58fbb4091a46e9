export { type ReadmeExample, readmeExamples, readmesWithout, strictOptions } from './readme-examples.js';
