with changes as (
    select
        rule_kind,
        rule_id,
        version,
        change_type,
        is_never_in_force
    from {{ ref('int_rule_changes') }}
),

outcomes as (
    select * from {{ ref('int_rule_change_outcomes') }}
),

-- Of the criteria only those with numbers can raise something else by another version.
compared as (
    select distinct
        'exception_rule' as rule_kind,
        exception_rule_id as rule_id,
        true as is_compared
    from {{ ref('stg_reference__exception_parameters') }}
    union all
    select distinct
        'rag_profile' as rule_kind,
        rag_profile_id as rule_id,
        true as is_compared
    from {{ ref('stg_reference__rag_rules') }}
),

transitions as (
    select
        rule_kind,
        rule_id,
        version,
        outcome_before,
        outcome_after,
        count(*) as outcome_count
    from outcomes
    group by rule_kind, rule_id, version, outcome_before, outcome_after
),

counted as (
    select
        rule_kind,
        rule_id,
        version,
        sum(outcome_count) as judged_count,
        sum(case when outcome_before != outcome_after then outcome_count else 0 end)
            as changed_count,
        {{ dbt.listagg(
            "case when outcome_before != outcome_after then cast(outcome_count as varchar)"
            ~ " || ' ' || replace(outcome_before, '_', ' ') || ' → '"
            ~ " || replace(outcome_after, '_', ' ') end",
            "', '", 'order by outcome_before, outcome_after'
        ) }} as transitions
    from transitions
    group by rule_kind, rule_id, version
),

final as (
    select
        changes.rule_kind,
        changes.rule_id,
        changes.version,
        case
            when compared.is_compared and changes.change_type = 'changed'
                then coalesce(counted.judged_count, 0)
        end as judged_count,
        case
            when compared.is_compared and changes.change_type = 'changed'
                then coalesce(counted.changed_count, 0)
        end as changed_count,
        case
            when changes.is_never_in_force
                then
                    'A later version took over before its first day: '
                    || 'it judged nothing.'
            when changes.change_type = 'set' then 'Nothing stood on record before it.'
            when compared.is_compared is null
                then 'What it changed is not worked out for a rule of this kind.'
            when coalesce(counted.judged_count, 0) = 0
                then 'Neither version has judged anything on its days yet.'
            when counted.changed_count = 0
                then
                    'No outcome changes: '
                    || {{ judged_alike('counted.judged_count', 'outcome') }}
            else
                {{ format_unsigned('counted.changed_count', 0) }} || ' of '
                || case changes.rule_kind
                    when 'rag_profile'
                        then {{ counted('counted.judged_count', 'colour') }}
                    else {{ counted('counted.judged_count', 'exception') }}
                end
                || ' change' || case when counted.changed_count = 1 then 's' else '' end
                || ' (' || counted.transitions || ').'
        end as effect
    from changes
    left join compared using (rule_kind, rule_id)
    left join counted using (rule_kind, rule_id, version)
)

select * from final
