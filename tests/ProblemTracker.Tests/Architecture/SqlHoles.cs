using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProblemTracker.Shared;
using Access = Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax;
using Call = Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax;
using Interpolated = Microsoft.CodeAnalysis.CSharp.Syntax.InterpolatedStringExpressionSyntax;
using Lambda = Microsoft.CodeAnalysis.CSharp.Syntax.LambdaExpressionSyntax;
using Made = Microsoft.CodeAnalysis.CSharp.Syntax.BaseObjectCreationExpressionSyntax;
using Member = Microsoft.CodeAnalysis.CSharp.Syntax.MemberDeclarationSyntax;
using Name = Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax;
using Tuple = Microsoft.CodeAnalysis.CSharp.Syntax.ParenthesizedVariableDesignationSyntax;

namespace ProblemTracker.Tests.Architecture;

/// <summary>
/// Finds values in SQL text. Each hole in interpolated SQL and each condition given to <c>Predicates</c> must be a fragment: a literal, a
/// constant, a member of the dialect, <c>Predicates</c>, or a combination of these. Follows locals to their assigned values, methods and
/// properties to their return values, and parameters to the arguments of every call. Analyzes only syntax, so it knows types by name.
/// </summary>
internal sealed partial class SqlHoles
{
    private readonly IReadOnlyList<(string Path, CompilationUnitSyntax Root)> _files;
    private readonly ILookup<string, Member> _members;
    private readonly ILookup<string, Call> _calls;
    private readonly HashSet<SyntaxNode> _asked = [];

    public SqlHoles(IEnumerable<(string Path, string Text)> sources)
    {
        _files = [.. sources.Select(s => (s.Path, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(s.Text).GetRoot()))];
        var nodes = _files.SelectMany(f => f.Root.DescendantNodes()).ToList();
        _members = nodes.OfType<Member>().SelectMany(m => Names(m).Select(name => (Name: name, Member: m)))
            .ToLookup(m => m.Name, m => m.Member);
        _calls = nodes.OfType<Call>().ToLookup(c => NameOf(c.Expression));
    }

    /// <summary>How many holes and conditions are checked.</summary>
    public int Count => _files.Sum(f => Holes(f.Root).Count());

    /// <summary>The holes and conditions that may contain a value, each with its file.</summary>
    public IReadOnlyList<(string Path, string Hole)> Values =>
        [.. _files.SelectMany(f => Holes(f.Root).Where(hole => !IsFragment(hole)).Select(hole => (f.Path, hole.ToString())))];

    private static IEnumerable<ExpressionSyntax> Holes(SyntaxNode root) => root.DescendantNodes().SelectMany(node => node switch
    {
        Interpolated text when Words().IsMatch(Constant(text)) => Holes(text),
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax, Left: Name part } declared
            when IsOfListing(declared) => part.Identifier.Text switch
            {
                "Columns" or "From" or "Names" => [declared.Right],
                "File" when declared.Right is Made { ArgumentList.Arguments: [_, var order, ..] } => [order.Expression],
                _ => [],
            },
        // A column in a list's order or CSV file.
        InitializerExpressionSyntax { Expressions: [var column, Lambda] } pair
            when pair.IsKind(SyntaxKind.ComplexElementInitializerExpression) => [column],
        Call { ArgumentList.Arguments: [{ Expression: Lambda }, ..] arguments } row => NameOf(row.Expression) switch
        {
            "Is" => [arguments[1].Expression],
            "Flag" => [.. arguments.Skip(1).Take(2).Select(a => a.Expression)],
            "Instants" or "Days" => [arguments[2].Expression],
            _ => [],
        },
        Call { ArgumentList.Arguments: [{ Expression: var condition }] } always when NameOf(always.Expression) == "Always" => [condition],
        Call { ArgumentList.Arguments: [{ Expression: Made { ArgumentList.Arguments: [_, { Expression: Lambda sql }, ..] } }] } add
            when NameOf(add.Expression) == "Add" => [sql],
        ObjectCreationExpressionSyntax made when IsPredicates(made) => made.ArgumentList!.Arguments.Select(a => a.Expression),
        // A validator's first argument is a lambda.
        Call { ArgumentList.Arguments: [{ Expression: not Lambda }, var condition] } call
            when NameOf(call.Expression) == "When" => [condition.Expression],
        _ => [],
    });

    private static IEnumerable<ExpressionSyntax> Holes(Interpolated text) =>
        text.Contents.OfType<InterpolationSyntax>().Select(i => i.Expression);

    private static string Constant(Interpolated text) =>
        string.Concat(text.Contents.OfType<InterpolatedStringTextSyntax>().Select(t => t.TextToken.Text));

    private static bool IsOfListing(SyntaxNode part) =>
        part.Ancestors().OfType<FieldDeclarationSyntax>().FirstOrDefault()?.Declaration.Type
            is GenericNameSyntax { Identifier.Text: "Listing" };

    private static bool IsPredicates(ObjectCreationExpressionSyntax made) => made.Type.ToString() == "Predicates";

    private bool IsFragment(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax or ThrowExpressionSyntax => true,
        Lambda { ExpressionBody: { } body } => IsFragment(body),
        Interpolated text => Holes(text).All(IsFragment),
        ParenthesizedExpressionSyntax inner => IsFragment(inner.Expression),
        ConditionalExpressionSyntax choice => IsFragment(choice.WhenTrue) && IsFragment(choice.WhenFalse),
        SwitchExpressionSyntax choice => choice.Arms.All(arm => IsFragment(arm.Expression)),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => IsFragment(sum.Left) && IsFragment(sum.Right),
        ObjectCreationExpressionSyntax made => IsPredicates(made),
        Name name => IsFragment(name),
        // The SQL of lists, orders and files is checked at their declarations.
        Access { Name.Identifier.Text: "Rows", Expression: Access or Name { Identifier.Text: "Listing" or "list" } } => true,
        Access { Name.Identifier.Text: "From", Expression: Name { Identifier.Text: "list" } } => true,
        Access { Name.Identifier.Text: "Sql" or "Beyond" or "OrderBy" } part
            when NameOf(part.Expression) is "NewestFirst" or "order" or "file" => true,
        Access access => IsDialect(access.Expression) || IsMember<Member>(access.Name.Identifier.Text, NameOf(access.Expression)),
        Call call => IsFragment(call),
        _ => false,
    };

    private bool IsFragment(Call call)
    {
        var arguments = call.ArgumentList.Arguments.Select(a => a.Expression);
        return (NameOf(call.Expression), call.Expression) switch
        {
            ("nameof", _) => true,
            // The filters' conditions are checked at their declarations.
            ("Matching", Access { Expression: Access { Name.Identifier.Text: "Filters" } }) => true,
            ("When", Access before) => IsFragment(before.Expression),
            ("Join", Access { Expression: PredefinedTypeSyntax }) => arguments.All(a => IsFragment(EachOf(a) ?? a)),
            ("Invariant", _) => arguments.All(IsFragment),
            // Found turns the search text into parameters.
            ("Found", Access dialect) when IsDialect(dialect.Expression) => true,
            (_, Access dialect) when IsDialect(dialect.Expression) => arguments.All(IsFragment),
            (var name, Access access) => IsMember<MethodDeclarationSyntax>(name, NameOf(access.Expression)),
            var (name, _) => IsMember<MethodDeclarationSyntax>(name, TypeAround(call)),
        };
    }

    /// <summary>The expression that a Select returns for each item; null for anything else.</summary>
    private static ExpressionSyntax? EachOf(ExpressionSyntax list) =>
        list is Call { ArgumentList.Arguments: [{ Expression: Lambda each }] } call && NameOf(call.Expression) == "Select"
            ? each.ExpressionBody
            : null;

    /// <summary>Checks a name: a local, a parameter, or a member of the enclosing type.</summary>
    private bool IsFragment(Name name)
    {
        var text = name.Identifier.Text;
        foreach (var around in name.Ancestors().TakeWhile(a => a is not TypeDeclarationSyntax))
        {
            switch (around)
            {
                case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [_, var position] } each
                    when position.Identifier.Text == text:
                    // The index in a Select is a number, not user input.
                    return each.Parent?.Parent?.Parent is Call select && NameOf(select.Expression) == "Select";
                case ParenthesizedLambdaExpressionSyntax lambda when lambda.ParameterList.Parameters.Any(p => p.Identifier.Text == text):
                case SimpleLambdaExpressionSyntax simple when simple.Parameter.Identifier.Text == text:
                    return false;
                case ForEachStatementSyntax each when each.Identifier.Text == text:
                    return IsFragment(each.Expression);
                case BlockSyntax or SwitchSectionSyntax when Given(around, text).ToList() is { Count: > 0 } given:
                    return Once(given[0], () => given.TrueForAll(IsFragment));
                case BaseMethodDeclarationSyntax method
                    when method.ParameterList.Parameters.FirstOrDefault(p => p.Identifier.Text == text) is { } parameter:
                    return IsParameter(parameter, method);
                default:
                    break;
            }
        }
        return IsMember<Member>(text, TypeAround(name));
    }

    /// <summary>The values that a block assigns to a local: in its declaration, in a tuple, and later.</summary>
    private static IEnumerable<ExpressionSyntax> Given(SyntaxNode block, string name) =>
        block.DescendantNodes().SelectMany(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } local when local.Identifier.Text == name => [value],
            AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax { Designation: Tuple names } } all =>
                Part(all.Right, names, name),
            AssignmentExpressionSyntax assignment when assignment.Left.ToString() == name => [assignment.Right],
            _ => [],
        });

    private static IEnumerable<ExpressionSyntax> Part(ExpressionSyntax whole, Tuple names, string name)
    {
        var position = names.Variables.IndexOf(v => v.ToString() == name);
        return position < 0 ? [] : whole switch
        {
            TupleExpressionSyntax tuple => [tuple.Arguments[position].Expression],
            SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Part(arm.Expression, names, name)),
            _ => [whole],
        };
    }

    private bool IsParameter(ParameterSyntax parameter, BaseMethodDeclarationSyntax around)
    {
        if (parameter.Type?.ToString() is "Predicates") return true;
        if (parameter.Type?.ToString() is not "string" || around is not MethodDeclarationSyntax method) return false;
        var (name, position) = (parameter.Identifier.Text, method.ParameterList.Parameters.IndexOf(parameter));
        var calls = _calls[method.Identifier.Text]
            .Where(c => !method.Modifiers.Any(SyntaxKind.PrivateKeyword) || c.SyntaxTree == method.SyntaxTree).ToList();
        return calls.Count > 0
            && Once(parameter, () => calls.Select(c => Argument(c.ArgumentList, name, position)).All(a => a is null || IsFragment(a)));
    }

    private static ExpressionSyntax? Argument(ArgumentListSyntax list, string name, int position) =>
        (list.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.Text == name)
            ?? list.Arguments.ElementAtOrDefault(position))?.Expression;

    /// <summary>
    /// Checks a member of a type. If <paramref name="type"/> is the name of an instance instead, checks the text members with this name in
    /// all types.
    /// </summary>
    private bool IsMember<T>(string name, string type) where T : Member
    {
        var all = _members[name].OfType<T>().ToList();
        var own = all.Where(m => m.Parent is TypeDeclarationSyntax around && around.Identifier.Text == type).ToList();
        var meant = own.Count > 0 ? own
            : all.Where(m => !m.Modifiers.Any(SyntaxKind.PrivateKeyword) && TypeOf(m) is "string" or "Predicates").ToList();
        return meant.Count > 0 && meant.TrueForAll(member => Once(member, () => IsFragment(member)));
    }

    private bool IsFragment(Member member) => TypeOf(member) is "Predicates" || member switch
    {
        FieldDeclarationSyntax field => Is(field, SyntaxKind.ConstKeyword)
            || (Is(field, SyntaxKind.StaticKeyword) && Is(field, SyntaxKind.ReadOnlyKeyword)),
        PropertyDeclarationSyntax property => (Is(property, SyntaxKind.StaticKeyword) && property.Initializer is not null)
            || Returns(property.ExpressionBody, property.AccessorList),
        MethodDeclarationSyntax method => Returns(method.ExpressionBody, method.Body),
        _ => false,
    };

    private static bool Is(Member member, SyntaxKind modifier) => member.Modifiers.Any(modifier);

    private bool Returns(ArrowExpressionClauseSyntax? arrow, SyntaxNode? body) => arrow is not null
        ? IsFragment(arrow.Expression)
        : body?.DescendantNodes().OfType<ReturnStatementSyntax>().ToList() is { Count: > 0 } returns
            && returns.TrueForAll(r => r.Expression is { } value && IsFragment(value));

    /// <summary>Treats a node that is already being checked as a fragment, to end recursion.</summary>
    private bool Once(SyntaxNode about, Func<bool> ask)
    {
        if (!_asked.Add(about)) return true;
        var result = ask();
        _asked.Remove(about);
        return result;
    }

    private static bool IsDialect(ExpressionSyntax expression) => NameOf(expression) is "Dialect" or "dialect";

    private static string TypeAround(SyntaxNode node) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "";

    private static string? TypeOf(Member member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Type.ToString(),
        PropertyDeclarationSyntax property => property.Type.ToString(),
        MethodDeclarationSyntax method => method.ReturnType.ToString(),
        // Other members, such as record parameters, count as strings.
        _ => "string",
    };

    private static IEnumerable<string> Names(Member member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.Text),
        PropertyDeclarationSyntax property => [property.Identifier.Text],
        MethodDeclarationSyntax method => [method.Identifier.Text],
        RecordDeclarationSyntax { ParameterList: { } parameters } => parameters.Parameters.Select(p => p.Identifier.Text),
        _ => [],
    };

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        Access access => access.Name.Identifier.Text,
        _ => "",
    };

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|(ORDER|GROUP) BY|UNION|EXISTS|VALUES|AND|IN @|IS (NOT )?NULL|CASE)\b")]
    private static partial Regex Words();
}
