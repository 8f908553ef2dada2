// The grammar of builder flags: `--name=value` before the arguments.
#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/grammar/terminals.hpp"

namespace dockcheck::dockerfile::grammar {
namespace {

struct FlagSink {
    char const* text;
    Part flag;
};

// Most instructions have no flag: that is seen before any grammar is made.
std::uint32_t skip_byte_blanks(std::string_view text) {
    std::uint32_t at = 0;
    while (at < text.size() && (class_of(text[at]) & byte_blank_class) != 0) ++at;
    return at;
}

// flag   = bsp* "--" ( plain / quoted / ESC byte / ESC end / high )*
// quoted = q ( ESC byte / ~q )* ( q / end )                           ; also in single quotes
template <char escape>
Part read_flag_with(std::string_view text) {
    auto const cooked = [](auto& context) { sink_of(context).flag.plain = false; };
    auto const take = [](auto& context) {
        auto& sink = sink_of(context);
        sink.flag.range = range_of(context, sink.text);
    };
    auto const escaped = Byte<escape>() >> (AnyByte() | x3::eoi);
    auto const double_quoted =
        Byte<'"'>() >> *(Until<'"', escape>() | escaped) >> (Byte<'"'>() | x3::eoi);
    auto const single_quoted =
        Byte<'\''>() >> *(Until<'\'', escape>() | escaped) >> (Byte<'\''>() | x3::eoi);
    auto const changed =
        double_quoted | single_quoted | escaped | Outside<byte_blank_class | quote_class, escape>();
    auto const word =
        Byte<'-'>() >> Byte<'-'>()
        >> *(Outside<byte_blank_class | quote_class | high_class, escape>() | changed[cooked]);
    FlagSink sink{text.data(), {}};
    run(-Inside<byte_blank_class>() >> x3::raw[word][take], text, sink);
    return sink.flag;
}

}  // namespace

Part read_flag(std::string_view text, char escape) {
    auto const begin = skip_byte_blanks(text);
    if (!text.substr(begin).starts_with("--")) return {{begin, begin}};
    return escape == '`' ? read_flag_with<'`'>(text) : read_flag_with<'\\'>(text);
}

void cook_flag(std::string_view word, char escape, Pieces& pieces) {
    char quote = 0;
    for (std::uint32_t at = 0; at < word.size(); ++at) {
        char const c = word[at];
        if (quote != 0 ? c == quote : c == '\'' || c == '"') {
            quote = quote != 0 ? '\0' : c;
            continue;
        }
        if (c == escape && ++at == word.size()) break;
        auto const byte = static_cast<unsigned char>(word[at]);
        if (byte < 0x80) {
            pieces.keep({at, at + 1});
        } else {
            pieces.put(byte, {at, at + 1});  // a byte is read as if it were Latin-1
        }
    }
}

}  // namespace dockcheck::dockerfile::grammar
