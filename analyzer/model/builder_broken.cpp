// What broken instructions leave open, and what they do all the same.
#include <algorithm>

#include "analyzer/model/builder.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

/// True where an instruction is refused and has nothing to go by.
bool sets_nothing(ast::Instruction const& instruction) {
    if (instruction.keyword == ast::Keyword::unknown || instruction.says_nothing()) return true;
    return instruction.is_faulty && instruction.keyword == ast::Keyword::shell && !instruction.json;
}

/// A FROM that is broken behind the name of its stage, or has no name of one.
bool tells_name(ast::Instruction const& instruction) {
    auto const count = instruction.words.size();
    return instruction.keyword == ast::Keyword::from && (count == 1 || count == 3);
}

/// True where a broken instruction may take files from a stage: a RUN does so by a flag.
bool may_use_stage(ast::Instruction const& instruction, ast::Keyword keyword) {
    if (keyword == ast::Keyword::from) return !tells_name(instruction);
    if (keyword != ast::Keyword::run) {
        return keyword == ast::Keyword::unknown || keyword == ast::Keyword::copy
               || keyword == ast::Keyword::add;
    }
    return instruction.keyword != keyword
           || std::ranges::any_of(instruction.flags, [](ast::Flag const& flag) {
                  return flag.value.text().find("from") != std::string_view::npos;
              });
}

}  // namespace

/// What the first word was meant to be: for a misspelt one the nearest keyword.
ast::Keyword Builder::meant_keyword(ast::Instruction const& instruction) const {
    if (instruction.keyword != ast::Keyword::unknown) return instruction.keyword;
    auto const begin = [](ast::Fault const& fault) { return fault.span.begin; };
    auto const faults = build_.file_.faults;
    auto const fault = std::ranges::lower_bound(faults, instruction.name_span.begin, {}, begin);
    if (fault == faults.end() || fault->suggestion.empty()) return instruction.keyword;
    for (int i = 1; i <= static_cast<int>(ast::Keyword::workdir); ++i) {
        auto const keyword = static_cast<ast::Keyword>(i);
        if (ast::to_string(keyword) == fault->suggestion) return keyword;
    }
    return instruction.keyword;
}

// What a broken instruction would have done is not known: it may have set, named or used anything
// that its keyword can. Of a misspelt one it is known.
void Builder::notice_broken(ast::Instruction const& instruction) {
    using ast::Keyword;
    if (instruction.keyword != Keyword::unknown && !instruction.is_faulty) return;
    if (instruction.is_misspelt) return;
    auto const keyword = meant_keyword(instruction);
    bool const is_unknown = keyword == Keyword::unknown;
    if (is_unknown || keyword == Keyword::arg || keyword == Keyword::env) {
        auto& is_open =
            in_stage_ ? build_.stages_[stage_count_ - 1].may_set_more : build_.globals_are_open_;
        is_open = true;
        build_.has_broken_declaration_ = true;
    }
    if (is_unknown || (keyword == Keyword::from && !tells_name(instruction))) {
        stage_may_be_missing_ = true;
    }
    if (may_use_stage(instruction, keyword)) use_may_be_missing_ = true;
    bool const may_move = keyword == Keyword::workdir || keyword == Keyword::from;
    if (in_stage_ && may_move && instruction.keyword != Keyword::from) {
        current_.set_workdir(unknown_setting<Value>(origin_of(instruction, instruction.span)));
    }
    if (in_stage_ && sets_nothing(instruction)) forget_setting(instruction, keyword);
}

/// What a broken instruction would have set is not known from here on.
void Builder::forget_setting(ast::Instruction const& instruction, ast::Keyword keyword) {
    using ast::Keyword;
    auto& config = current_.config;
    auto const origin = origin_of(instruction, instruction.span);
    // It may have been any variable.
    if (keyword == Keyword::env) {
        Value const unknown(std::span<Piece const>(arena_.make<Piece>(Piece{{}, false, {}}), 1));
        for (auto& entry : current_.environment) entry.value = unknown;
    }
    if (keyword == Keyword::user) current_.set_user(unknown_setting<Value>(origin));
    if (keyword == Keyword::cmd) config.cmd = unknown_setting<StartCommand>(origin);
    if (keyword == Keyword::entrypoint) config.entrypoint = unknown_setting<StartCommand>(origin);
    if (keyword == Keyword::stopsignal) config.stop_signal = unknown_setting<Value>(origin);
    if (keyword == Keyword::healthcheck) config.healthcheck = unknown_setting<Healthcheck>(origin);
    if (keyword == Keyword::shell) {
        config.shell = unknown_setting<std::span<Argument const>>(origin);
        // Most likely another one of the same kind, which may have had any options.
        current_.shell.is_known = false;
        current_.shell.has_pipefail = current_.shell.has_errexit = true;
    }
}

/// True for an instruction that says too little to be read.
bool Builder::read_broken(ast::Instruction const& instruction) {
    if (!sets_nothing(instruction)) return false;
    copy_of_nothing(instruction);
    return true;
}

/// A COPY or ADD of which only the keyword is there may put anything anywhere.
void Builder::copy_of_nothing(ast::Instruction const& at) {
    auto const* const copy = ast::get_if<ast::Copy>(&at.node);
    auto const* const add = ast::get_if<ast::Add>(&at.node);
    if (copy == nullptr && add == nullptr) return;
    Transfer transfer;
    transfer.instruction = &at;
    transfer.is_add = add != nullptr;
    transfer.position = position_;
    transfer.workdir = current_.config.workdir;
    transfer.destination_word = copy != nullptr ? &copy->destination : &add->destination;
    transfer.destination = transfer.target = unknown_path(arena_);
    current_.transfers.push_back(transfer);
}

}  // namespace dockcheck::model
