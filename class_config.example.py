"""A class's own settings, in nbgrader's own words. What they mean: docs/class.md.

Copy this file to class_config.py, take away the # before the lines that you want, and change them.
Git ignores class_config.py, so that an update of the course never meets your settings.
"""

c = get_config()  # noqa: F821 (traitlets provides it)

# The folder through which notebooks go out and come back, where it is not nbgrader's usual one.
# c.Exchange.root = "/srv/exchange"

# The seed of the hidden inputs. Choose your own and tell nobody; keep it for the whole class.
# c.GradeWithKey.seed = "seven goats and a red bicycle"

# A class that was begun when the course was called so keeps its old folder in the exchange.
# c.CourseDirectory.course_id = "solidarity"

# Points that late work loses. Without these lines it loses none.
# from nbgrader.plugins import LateSubmissionPlugin
#
#
# class OnePointADay(LateSubmissionPlugin):
#     def late_submission_penalty(self, student_id, score, total_seconds_late):
#         return 1.0 * (1 + total_seconds_late // 86_400)
#
#
# c.AssignLatePenalties.plugin_class = OnePointADay
