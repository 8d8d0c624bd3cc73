// Each host has its folder, database and clock to itself, and each test browser contexts of its own.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]
