// A borrowed callable: what a function takes when it only calls back while it runs.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace dockcheck {

template <typename Signature>
class FunctionRef;

/// Refers to a callable that outlives the call; never stored.
template <typename R, typename... A>
class FunctionRef<R(A...)> {
 public:
    template <typename F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef>)
        // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): copies are excluded above
        FunctionRef(F&& callable)  // call sites pass lambdas
        : object_(const_cast<void*>(static_cast<void const*>(std::addressof(callable)))),
          call_([](void* object, A... arguments) -> R {
              return (*static_cast<std::remove_reference_t<F>*>(object))(
                  std::forward<A>(arguments)...);
          }) {}

    R operator()(A... arguments) const { return call_(object_, std::forward<A>(arguments)...); }

 private:
    void* object_;
    R (*call_)(void*, A...);
};

}  // namespace dockcheck
