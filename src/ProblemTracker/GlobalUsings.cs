global using ProblemTracker.Data;
global using ProblemTracker.Domain;
global using ProblemTracker.Shared;
