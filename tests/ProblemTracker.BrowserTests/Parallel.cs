// Fixtures can run in parallel: each host has its own folder, database and clock, and each test its own browser contexts.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]
