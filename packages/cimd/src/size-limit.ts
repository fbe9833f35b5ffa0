/** In bytes: what the draft recommends servers to read of a document at most. */
export const clientMetadataSizeLimit = 5120
