/** Characters of an answer, however it comes: what browsers and authorization servers send is far below. */
export const answerLimit: number = 16 * 1024
