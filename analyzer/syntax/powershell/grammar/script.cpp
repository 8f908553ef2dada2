// The grammar of PowerShell, as far as the scripts of a build need it: no classes, no workflows.
//
//   list      = separators { statement terminator separators }
//   statement = clause | chain
//   chain     = pipeline { ("&&" | "||") pipeline }
//   pipeline  = expression assignment statement | element { "|" element }
//   element   = expression { redirection } | [ "&" | "." ] name { argument }
//   expression = { unary | cast } operand { operator { unary | cast } operand }
//   operand   = ( string | variable | number | [type] | (...) | $(...) | @(...) | @{...} | {...} )
//               { .member | (arguments) | [index] }
//
// Whether words or an expression follow is told by the first character, as PowerShell does it.
// Behind its first token a construct is certain: whatever is missing then is final (must), so
// nothing is ever read twice.
#include "analyzer/syntax/powershell/grammar/script.hpp"

#include "analyzer/syntax/powershell/grammar/command_terminals.hpp"

namespace dockcheck::powershell::grammar {
namespace {

template <typename Tag>
using Rule = x3::rule<Tag>;

Rule<struct statement_rule> const statement("statement");
Rule<struct list_rule> const list("list");  // maybe of no statement
Rule<struct chain_rule> const chain("chain");
Rule<struct expression_rule> const expression("expression");
Rule<struct operand_rule> const operand("operand");
Rule<struct double_quoted_rule> const double_quoted("double_quoted");
Rule<struct subexpression_rule> const subexpression("subexpression");
Rule<struct body_rule> const body("body");

constexpr std::string_view a_command = "a command or an expression";
constexpr std::string_view a_block = "a block in { }";
constexpr std::string_view a_close = "a closing )";

// Strings and words

auto const variable = leaf<Kind::variable>([](char const* first, char const* last) {
    return *first == '$' ? variable_end(first, last) : nullptr;
});

auto const expansion = ahead("$") >> (subexpression | variable | lone_dollar);

auto const double_quoted_def =
    ahead("\"") >> node<Kind::double_quoted>[guard[raw("\"") >> *(string_text<false> | expansion)
                                                   >> must(raw("\""), "a closing \"")]];

auto const here_string =
    ahead("@'") >> node<Kind::here_string>[here_string_head<'\''> >> -literal_lines
                                           >> must(here_string_end<'\''>, "'@ in a line")];

auto const expandable_here_string =
    ahead("@\"")
    >> node<Kind::expandable_here_string>[guard[here_string_head<'"'> >> *(
                                                    string_text<true> | expansion)
                                                >> must(here_string_end<'"'>, "\"@ in a line")]];

auto const word =
    word_ahead >> node<Kind::word>[+(word_text | single_quoted | double_quoted | expansion)];

// Operands

auto const subexpression_def =
    ahead("$(") >> node<Kind::subexpression>[guard[raw("$(") >> list >> must(raw(")"), a_close)]];

auto const array =
    ahead("@(") >> node<Kind::array>[guard[raw("@(") >> list >> must(raw(")"), a_close)]];

auto const parenthesis =
    ahead("(")
    >> node<Kind::parenthesis>[guard[raw("(") >> lines >> must(chain, a_command) >> lines
                                     >> -(raw("&") >> lines) >> must(raw(")"), a_close)]];

auto const script_block =
    ahead("{")
    >> node<Kind::script_block>[guard[raw("{") >> list >> must(raw("}"), "a closing }")]];

auto const hash_entry = ((expression_ahead >> node<Kind::hash_key>[operand]) | key_word) >> blanks
                        >> must(token("="), "=") >> lines >> must(statement, a_command);

auto const hash_table =
    ahead("@{") >> node<Kind::hash_table>[guard[raw("@{") >> separators
                                                >> *(!ahead("}") >> hash_entry >> separators)
                                                >> must(raw("}"), "a closing }")]];

auto const type_literal = leaf<Kind::type_literal>([](char const* first, char const* last) {
    return *first == '[' ? type_end(first, last) : nullptr;
});

auto const number = leaf<Kind::number>(number_end);

auto const string = single_quoted | double_quoted | here_string | expandable_here_string;

auto const call =
    ahead("(") >> node<Kind::call>[guard[raw("(") >> lines >> -(expression_ahead >> expression)
                                         >> lines >> must(raw(")"), a_close)]];

auto const empty_name = raw("()");

auto const member = node<Kind::member>[member_operator >> must(
                                           member_text | subexpression | variable | single_quoted
                                               | double_quoted | empty_name | parenthesis,
                                           "a name")]
                    >> -(call | script_block);

auto const index =
    (ahead("[") | ahead("?["))
    >> node<Kind::index>[guard[-raw("?") >> raw("[") >> lines >> must(expression, "an index")
                               >> lines >> must(raw("]"), "a closing ]")]];

auto const postfix = member | index;

auto const increment = leaf_of<Kind::operator_word>("++") | leaf_of<Kind::operator_word>("--");

auto const splat = leaf<Kind::splat>([](char const* first, char const* last) {
    return *first == '@' ? variable_end(first, last) : nullptr;
});

auto const common_operand =
    string | subexpression | array | hash_table | parenthesis | script_block;

auto const operand_def =
    node<Kind::operand>[(common_operand | variable | splat | type_literal | number) >> *postfix]
    >> -increment;

// Expressions

auto const binary_operator = leaf<Kind::operator_word>(binary_operator_end) >> lines;

auto const term = *(cast | unary_operator) >> must(operand, "an operand") >> blanks;

auto const expression_def = node<Kind::expression>[term >> *(binary_operator >> term)];

// Commands

auto const redirection =
    merge_operator
    | node<Kind::redirection>[redirect_operator >> must(
                                  string | argument_variable | parenthesis | subexpression | word,
                                  "a file name")];

auto const argument_operand = node<Kind::operand>[(common_operand | argument_variable) >> *postfix];

auto const argument = leaf_of<Kind::comma>(",") >> lines | redirection | verbatim | parameter
                      | argument_operand | word;

auto const command =
    (ahead("&") | ahead(".") | command_ahead)
    >> node<Kind::command>[(invocation_mark >> must(argument_operand | word, a_command)
                            | !ahead("&") >> word)
                           >> blanks >> *(argument >> blanks)];

auto const element = expression_ahead >> expression >> *(redirection >> blanks) | command;

auto const pipeline =
    node<Kind::pipeline>[element >> (assignment_operator >> lines >> must(statement, a_command)
                                     | *(pipe >> must(element, a_command)))];

auto const chain_def = pipeline
                       >> *((leaf_of<Kind::and_operator>("&&") | leaf_of<Kind::or_operator>("||"))
                            >> lines >> must(pipeline, a_command));

// Clauses

auto const body_def =
    ahead("{") >> node<Kind::body>[guard[raw("{") >> list >> must(raw("}"), "a closing }")]];

auto const block = lines >> must(body, a_block);

auto const condition =
    node<Kind::condition>[must(raw("("), "a condition in ( )") >> lines
                          >> must(guard[chain], "a condition") >> lines >> must(raw(")"), a_close)];

auto const if_clause = node<Kind::if_clause>[keyword("if") >> condition >> block
                                             >> *(next_keyword("elseif") >> condition >> block)
                                             >> -(next_keyword("else") >> block)];

auto const while_clause = node<Kind::while_clause>[keyword("while") >> condition >> block];

auto const do_clause =
    node<Kind::do_clause>[keyword("do") >> block
                          >> must(next_keyword("while") | next_keyword("until"), "while or until")
                          >> condition];

auto const for_part = lines >> -(!ahead(";") >> !ahead(")") >> pipeline);
auto const for_clause =
    node<Kind::for_clause>[keyword("for") >> must(raw("("), "(") >> for_part
                           >> -(for_separator >> for_part) >> -(for_separator >> for_part) >> lines
                           >> must(raw(")"), a_close) >> block];

auto const foreach_clause =
    node<Kind::foreach_clause>[keyword("foreach") >> must(raw("("), "(") >> lines
                               >> must(variable, "a variable") >> lines >> must(keyword("in"), "in")
                               >> must(guard[chain], a_command) >> lines >> must(raw(")"), a_close)
                               >> block];

auto const switch_case = (argument_operand | word) >> block;

auto const switch_clause =
    node<Kind::switch_clause>[keyword("switch") >> *(parameter >> blanks)
                              >> (ahead("(") >> condition
                                  | must(argument_operand | word, "a value"))
                              >> lines >> must(raw("{"), a_block) >> separators
                              >> *(!ahead("}") >> switch_case >> separators)
                              >> must(raw("}"), "a closing }")];

auto const catch_clause =
    node<Kind::catch_clause>[next_keyword("catch")
                             >> *(type_literal >> lines >> -(raw(",") >> lines)) >> block];

auto const try_clause = node<Kind::try_clause>[keyword("try") >> block >> *catch_clause
                                               >> -(next_keyword("finally") >> block)];

auto const trap_clause =
    node<Kind::trap_clause>[keyword("trap") >> -(type_literal >> lines) >> block];

/// A comma behind it begins another parameter.
auto const default_value =
    node<Kind::expression>[term >> *(!ahead(",") >> binary_operator >> term)];

auto const parameter_definition =
    node<Kind::parameter_definition>[*(type_literal >> lines) >> must(variable, "a parameter")
                                     >> blanks
                                     >> -(token("=") >> lines >> must(default_value, "a value"))];

auto const parameters = must(raw("("), "(") >> lines
                        >> -(!ahead(")") >> parameter_definition >> lines
                             >> *(raw(",") >> lines >> parameter_definition >> lines))
                        >> must(raw(")"), a_close);

auto const parameter_block =
    node<Kind::parameter_block>[*(type_literal >> lines) >> keyword("param") >> parameters];

auto const function_name = leaf<Kind::name>(
    [](char const* first, char const* last) { return std::find_if(first, last, is_break); });

auto const function_definition =
    node<Kind::function_definition>[(keyword("function") | keyword("filter"))
                                    >> must(function_name, "a name") >> lines
                                    >> -(ahead("(") >> parameters) >> block];

auto const block_name = keyword("begin") | keyword("process") | keyword("end")
                        | keyword("dynamicparam") | keyword("clean");
auto const named_block = node<Kind::named_block>[block_name >> body];

auto const flow = node<Kind::flow>[flow_word >> -pipeline];

auto const directive =
    node<Kind::directive>[keyword("using")
                          >> terminal([](State& state, char const*& first, char const* last) {
                                first = std::find_if(
                                    first, last, [](char c) { return is_line_end(c) || c == ';'; });
                                state.token_end = first;
                                return true;
                            })];

auto const block_clause = if_clause | foreach_clause | try_clause | for_clause | while_clause
                          | do_clause | switch_clause | function_definition | trap_clause
                          | parameter_block | named_block;

auto const clause = block_clause | flow | directive | unknown_construct;

auto const statement_def = node<
    Kind::statement>[guard[(clause_ahead >> clause) | (ahead("[") >> parameter_block) | chain]];

auto const list_def = separators >> *(statement_ahead >> must(statement, a_command) >> terminator
                                      >> separators);

BOOST_SPIRIT_DEFINE(statement, list, chain, expression, operand, double_quoted, subexpression, body)

/// True for a quote or a dash that is none of ASCII: PowerShell takes it for one.
bool has_foreign_quotes(std::string_view text) {
    for (auto at = text.find("\xE2\x80"); at < text.size() && text.size() - at > 2;
         at = text.find("\xE2\x80", at + 1)) {
        auto const byte = static_cast<unsigned char>(text[at + 2]);
        if ((byte >= 0x93 && byte <= 0x95) || (byte >= 0x98 && byte <= 0x9E)) return true;
    }
    return false;
}

}  // namespace

Tree parse_script(std::string_view text, Arena& arena) {
    State state(text, arena);
    state.push({0, static_cast<std::uint32_t>(text.size()), 0, Kind::script});
    char const* const last = text.data() + text.size();
    char const* first = text.data();
    if (has_foreign_quotes(text)) {
        state.fail(first, "quotes and dashes of ASCII");
    } else {
        x3::parse(first, last, x3::with<state_tag>(state)[list]);
    }
    if (first != last || state.failed) {
        state.fail(first, "the end of the script");
        state.nodes.push_back({state.offset(first), state.offset(last), state.node_count() + 1});
    }
    state.nodes[0].next = state.node_count();
    auto const* const error = state.failed ? arena.make<SyntaxError>(state.error) : nullptr;
    return {text, state.nodes.items(), state.trivia.items(), error};
}

}  // namespace dockcheck::powershell::grammar
