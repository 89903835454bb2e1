/** The type of a value that is read and never changed, all the way down: what services tell each other. */
export type Frozen<Value> = unknown extends Value ? Value : { readonly [Key in keyof Value]: Frozen<Value[Key]> }
