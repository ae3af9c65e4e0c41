"""Kernels that live on only inside other kernels are handed over as they are, not as machine code.

Numba makes machine code of every function before another may call it. Of a kernel that becomes part
of its callers nobody runs that code, and optimizing it alone is lost, because its callers are
optimized whole: leaving both out saves a quarter of the time a first run waits.
"""

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class Part(JITCodeLibrary):
    """The code of one kernel, for other kernels to take in."""

    def _optimize_final_module(self) -> None:
        """Whoever takes it in optimizes it."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(NativeLowering):
    """The last step of compiling a kernel that other kernels take in."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write the kernel's code into a library that nothing runs.

        Parameters
        ----------
        state : numba.core.compiler.StateDict
            What is known of the kernel.

        Returns
        -------
        bool
            Whether anything changed: always.
        """
        state.library = Part(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = True
        super().run_pass(state)
        # Callers find a kernel by its entry point; this one has none, so that a name stands for it.
        name = object()
        state.cr = state.cr._replace(cfunc=name)
        state.targetctx.insert_user_function(name, state.cr.fndesc, [state.library])
        return True


class PartCompiler(CompilerBase):
    """Numba's way to compile a function, but for its last step."""

    def define_pipelines(self) -> list[Any]:
        """Replace the last step.

        Returns
        -------
        list of numba.core.compiler_machinery.PassManager
            The one way there is.
        """
        ways = DefaultPassBuilder.define_nopython_pipeline(self.state)
        ways.passes = [
            (PartLowering if step is NativeLowering else step, why) for step, why in ways.passes
        ]
        ways.finalize()
        return [ways]
