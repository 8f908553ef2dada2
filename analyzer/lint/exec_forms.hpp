// Shows a rule the words of each exec form of a file.
#pragma once

#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/exec_words.hpp"

namespace dockcheck {

/// Checks of RUN, ENTRYPOINT, HEALTHCHECK and CMD that call `look_at` with the words that reach a
/// program and with the keyword as people write it.
template <void (*look_at)(model::ExecWords const&, std::string_view keyword, Pass&)>
struct ExecForms {
    static void run(ast::Run const& run, Pass& pass) { look(run.command, "RUN", pass); }
    static void entrypoint(ast::Entrypoint const& entrypoint, Pass& pass) {
        look(entrypoint.command, "ENTRYPOINT", pass);
    }
    static void healthcheck(ast::Healthcheck const& healthcheck, Pass& pass) {
        look(healthcheck.command, "HEALTHCHECK CMD", pass);
    }
    static void cmd(ast::Cmd const& cmd, Pass& pass) {
        if (pass.stage() == nullptr || !cmd.command.json) return;
        // One that another replaces starts nothing.
        if (pass.stage()->config.cmd.origin.instruction != &pass.instruction()) return;
        auto& arena = pass.build().arena();
        look_at(model::exec_words_of_cmd(cmd.command, *pass.stage(), arena), "CMD", pass);
    }

 private:
    static void look(ast::CommandForm const& form, std::string_view keyword, Pass& pass) {
        if (form.json) look_at(model::exec_words(form, pass.build().arena()), keyword, pass);
    }
};

}  // namespace dockcheck
