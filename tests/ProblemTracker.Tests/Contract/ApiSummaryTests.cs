using System.Text.Json;

namespace ProblemTracker.Tests.Contract;

public sealed class ApiSummaryTests
{
    private const string Document = """
        {
          "security": [{"bearer": []}],
          "paths": {
            "/notes/{id}": {
              "post": {
                "tags": ["Notes"], "summary": "Add a note", "operationId": "AddNote",
                "parameters": [{"name": "size", "in": "query", "required": true, "schema": {"type": "integer", "format": "int32"}}],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                "responses": {
                  "201": {"description": "Created", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                  "404": {"description": "There is none."},
                  "409": {"description": "There is one."}
                }
              }
            }
          },
          "components": {
            "schemas": {
              "Kind": {"enum": ["Call", "Visit"], "type": "string"},
              "Note": {
                "required": ["text"], "type": "object", "additionalProperties": false,
                "properties": {
                  "text": {"type": "string", "description": "What was said."},
                  "kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}},
                  "by": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Kind"}]},
                  "inner": {"type": "object", "required": ["a"], "properties": {"a": {"type": ["null", "number"]}}}
                }
              }
            },
            "securitySchemes": {}
          }
        }
        """;

    [Test]
    public void Each_operation_and_schema_appears_once_with_a_line_for_each_part() => Assert.That(Of(Document), Is.EqualTo("""
        security [{"bearer":[]}], {}

        POST /notes/{id}  AddNote
          Notes: Add a note
          query size: integer(int32)
          body Note
          201 Note
          404 409 nothing

        Kind: string of Call, Visit

        Note: object, closed
          text: string
          kinds?: array of Kind
          by?: null | Kind
          inner?: object { a: null | number }


        """));

    [TestCase("/notes/{id}", "/notes", TestName = "A path")]
    [TestCase("\"post\"", "\"put\"", TestName = "A method")]
    [TestCase("AddNote", "Add", TestName = "The name of an operation")]
    [TestCase("\"in\": \"query\"", "\"in\": \"header\"", TestName = "The location of a parameter")]
    [TestCase("\"required\": true, \"schema\"", "\"schema\"", TestName = "A parameter that is no longer required")]
    [TestCase("\"int32\"", "\"int64\"", TestName = "The format of a parameter")]
    [TestCase("\"required\": true, \"content\"", "\"content\"", TestName = "A body that is no longer required")]
    [TestCase("application/json", "text/csv", TestName = "The content type")]
    [TestCase("\"201\"", "\"200\"", TestName = "A success status")]
    [TestCase("\"404\"", "\"403\"", TestName = "An error status")]
    [TestCase("\"Visit\"", "\"Mail\"", TestName = "A value of an enum")]
    [TestCase("\"text\": {", "\"words\": {", TestName = "The name of a member")]
    [TestCase("\"text\": {\"type\": \"string\"", "\"text\": {\"type\": \"integer\"", TestName = "The type of a member")]
    [TestCase("[\"text\"]", "[]", TestName = "A member that is no longer required")]
    [TestCase("{\"type\": \"null\"}, ", "", TestName = "A member that can no longer be null")]
    [TestCase("\"items\": {\"$ref\": \"#/components/schemas/Kind\"}", "\"items\": {\"type\": \"string\"}", TestName = "The type of items")]
    [TestCase("\"required\": [\"a\"], ", "", TestName = "An inner member that is no longer required")]
    [TestCase("[\"null\", \"number\"]", "\"number\"", TestName = "The type of an inner member")]
    [TestCase("\"additionalProperties\": false,", "", TestName = "Whether other members are rejected")]
    public void Every_change_changes_the_summary(string was, string now)
    {
        var changed = Document.Replace(was, now, StringComparison.Ordinal);

        Assert.That(changed, Is.Not.EqualTo(Document));
        Assert.That(Of(changed), Is.Not.EqualTo(Of(Document)));
    }

    [Test]
    public void Unknown_keyword_throws_instead_of_being_left_out() =>
        Assert.That(() => Of(Document.Replace("\"description\": \"What was said.\"", "\"maxLength\": 10", StringComparison.Ordinal)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("maxLength"));

    private static string Of(string document)
    {
        using var json = JsonDocument.Parse(document);
        return ApiSummary.Of(json.RootElement);
    }
}
