{%- set texts = [
    'publication_id', 'objective_id', 'period_id', 'rag_status', 'rag_reason',
    'explanation', 'withheld_reason', 'rag_profile_id', 'roll_up_rule_id',
] -%}

with objectives as (
    select * from {{ source('publications', 'objectives') }}
),

-- Written by a build of this project and by nobody else: no cell can be at fault.
final as (
    select
        {% for text in texts %}{{ text }},
        {% endfor -%}
        cast(rule_version as integer) as rule_version,
        cast(roll_up_version as integer) as roll_up_version,
        cast(measure_count as integer) as measure_count,
        cast(green_count as integer) as green_count,
        cast(amber_count as integer) as amber_count,
        cast(red_count as integer) as red_count,
        cast(none_count as integer) as none_count,
        cast(attainment as {{ type_decimal() }}) as attainment,
        cast(is_at_risk as boolean) as is_at_risk,
        cast(is_withheld as boolean) as is_withheld,
        cast(is_complete as boolean) as is_complete,
        {{ parse_date('period_end_date') }} as period_end_date,
        _load_id as load_id
    from objectives
)

select * from final
