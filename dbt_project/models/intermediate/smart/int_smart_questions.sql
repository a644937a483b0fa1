with subjects as (
    select * from {{ ref('int_smart_subjects') }}
),

words_found as (
    select * from {{ ref('int_smart_words_found') }}
),

rules as (
    select * from {{ ref('int_smart_rules_in_force') }}
),

final as (
    select
        subjects.subject_id,
        rules.smart_rule_id,
        subjects.measure_id,
        subjects.objective_id,
        subjects.scorecard_id,
        rules.test,
        subjects.measure_kind,
        subjects.subject_name,
        rules.clause,
        subjects.conditions,
        subjects.target_text,
        words_found.open_word,
        rules.tolerance,
        rules.version,
        rules.sort_order,
        subjects.comparator is not null
        or coalesce(words_found.has_comparison, false) as is_comparison,
        -- "All seven boards" is as good as a number; "better than all others" is not.
        subjects.is_target_a_number
        or coalesce(words_found.is_complete and not words_found.has_comparison, false)
            as is_target_a_number,
        coalesce(words_found.is_deferred, false) as is_deferred,
        subjects.is_part
    from subjects
    inner join rules
        on
            (
                rules.measure_types = '*'
                or {{ holds_word('rules.measure_types', 'subjects.measure_type') }}
            )
            and {{ holds_word('rules.measure_kinds', 'subjects.measure_kind') }}
            and (rules.is_asked_of_parts or not subjects.is_part)
    left join words_found
        on subjects.subject_id = words_found.subject_id
)

select * from final
