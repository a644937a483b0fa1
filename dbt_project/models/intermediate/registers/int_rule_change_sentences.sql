with changes as (
    select * from {{ ref('int_rule_changes') }}
),

effects as (
    select * from {{ ref('int_rule_change_effects') }}
),

-- What people call a rule; the measure, where a rule is about its small numbers. One
-- without a name of its own goes by its id.
names as (
    {% for kind, relation, rule, name in [
        ('rag_profile', 'rag_profiles', 'rag_profile_id', 'name'),
        ('exception_rule', 'exception_rules', 'exception_rule_id', 'name'),
        ('smart_test', 'smart_tests', 'test', 'name'),
        ('escalation_rule', 'escalation_rules', 'rule_id', 'name'),
        ('small_number_rule', 'measures', 'measure_id', "'Small numbers: ' || name"),
        ('spc_profile', 'spc_profiles', 'spc_profile_id', "'Control charts: ' || name"),
        ('finding_rule', 'finding_types', 'finding_type', "'Finding: ' || name"),
    ] %}
    select
        '{{ kind }}' as rule_kind,
        {{ rule }} as rule_id,
        min({{ name }}) as rule_name
    from {{ ref('stg_reference__' ~ relation) }}
    group by {{ rule }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

final as (
    select
        changes.rule_kind,
        changes.rule_id,
        changes.version,
        coalesce(names.rule_name, replace(changes.rule_id, '_', ' ')) as rule_name,
        coalesce(names.rule_name, replace(changes.rule_id, '_', ' '))
        || ': version ' || cast(changes.version as varchar)
        || case
            when changes.is_never_in_force then ''
            else
                ', in force from '
                || {{ long_date('changes.valid_from_date', 'effective.month_name') }}
        end
        || '; recorded on '
        || {{ long_date('cast(changes.recorded_at as date)', 'recorded.month_name') }}
        || case
            when authors.title is null and approvers.title is null
                then ', without an author or an approver on record'
            else {{ by_whom('authors.title', 'approvers.title') }}
        end
        || '. ' || rtrim(changes.reason, '.') || '.'
        || coalesce(' ' || changes.difference || '.', '')
        || ' ' || effects.effect
        || ' ' || {{ rule_tail('changes.rule_id', 'changes.version') }} as explanation
    from changes
    inner join effects using (rule_kind, rule_id, version)
    left join names using (rule_kind, rule_id)
    left join months as effective
        on changes.valid_from_date = effective.date_day
    left join months as recorded
        on cast(changes.recorded_at as date) = recorded.date_day
    left join posts as authors
        on changes.author_post_id = authors.post_id
    left join posts as approvers
        on changes.approver_post_id = approvers.post_id
)

select * from final
